"""How far two or more people agree who coded the same statements without seeing each other."""

"""What the portal writes by itself: new links for who asks."""

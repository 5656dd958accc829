/* Dragging a session over the hours of a week, and arrows between them. Without it, cells are links. */
(function () {
  "use strict";

  var table = document.querySelector("table[data-move]");
  if (!table) return;
  var over = null;

  function linkAt(target) {
    var cell = target.closest("td");
    return cell && table.contains(cell) ? cell.querySelector("a") : null;
  }
  function mark(cell) {
    if (over) over.removeAttribute("data-over");
    over = cell;
    if (over) over.setAttribute("data-over", "");
  }

  document.querySelectorAll("[data-session]").forEach(function (session) {
    session.hidden = !window.matchMedia("(pointer: fine)").matches && session.matches(".button");
    session.addEventListener("dragstart", function (event) {
      event.dataTransfer.setData("text/plain", session.textContent.trim());
      event.dataTransfer.effectAllowed = "move";
    });
    session.addEventListener("dragend", function () { mark(null); });
  });
  table.addEventListener("dragover", function (event) {
    var link = linkAt(event.target);
    if (!link) return;
    event.preventDefault();
    mark(link.closest("td"));
  });
  table.addEventListener("drop", function (event) {
    var link = linkAt(event.target);
    mark(null);
    if (!link) return;
    event.preventDefault();
    link.click();
  });

  var STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  table.addEventListener("keydown", function (event) {
    var step = STEPS[event.key];
    var cell = event.target.closest("td");
    if (!step || !cell) return;
    var row = cell.parentElement;
    var next = row.parentElement.rows[row.sectionRowIndex + step[0]];
    var other = next && next.cells[cell.cellIndex + step[1]];
    var link = other && other.querySelector("a");
    if (!link) return;
    event.preventDefault();
    link.focus();
  });
})();

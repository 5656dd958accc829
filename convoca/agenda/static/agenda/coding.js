/* What coding gains with JavaScript: search, keys, cutting by selection. Without it all works. */
(function () {
  "use strict";

  var OFF = "convoca.coding.keys-off";
  var KEYS = "123456789qwertiopadfghlzxvb";
  var list = document.getElementById("codes");
  var find = document.getElementById("find-code");
  var found = document.getElementById("found");
  var keys = document.getElementById("keys");
  var showKeys = document.getElementById("show-keys");
  var off = document.getElementById("keys-off");
  var items = list ? Array.from(list.children) : [];
  var byKey = {};

  function remembered() {
    try { return window.localStorage.getItem(OFF) === "1"; } catch (error) { return false; }
  }
  function remember(value) {
    try { window.localStorage.setItem(OFF, value ? "1" : "0"); } catch (error) { /* asked again next time */ }
  }
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  var words = items.map(function (item) { return plain(item.textContent); });

  /* Each code that is shown gets a key, in the order in which they stand. */
  function giveKeys() {
    byKey = {};
    var next = 0;
    items.forEach(function (item) {
      var label = item.querySelector("label");
      if (!label) return;
      var badge = label.querySelector("kbd");
      if (badge) badge.remove();
      label.classList.remove("keyed");
      if (item.hidden || off.checked || next >= KEYS.length) return;
      var key = KEYS[next];
      next += 1;
      byKey[key] = label.control;
      badge = document.createElement("kbd");
      badge.textContent = key;
      badge.setAttribute("aria-hidden", "true");
      label.classList.add("keyed");
      label.append(badge);
    });
  }

  function search() {
    var wanted = plain(find.value.trim());
    var shown = 0;
    items.forEach(function (item, place) {
      var input = item.querySelector("input");
      item.hidden = wanted !== "" && !words[place].includes(wanted) && !(input && input.checked);
      if (!item.hidden && input) shown += 1;
    });
    found.textContent = wanted === "" ? "" : String(shown);
    giveKeys();
  }

  function firstShown() {
    return items.find(function (item) {
      var input = item.querySelector("input");
      return !item.hidden && input && words[items.indexOf(item)].includes(plain(find.value.trim()));
    });
  }

  if (find) {
    find.closest(".find").hidden = false;
    find.addEventListener("input", search);
    find.addEventListener("keydown", function (event) {
      if (event.key === "Escape") {
        find.value = "";
        search();
        find.blur();
      } else if (event.key === "Enter") {
        event.preventDefault();
        var first = find.value.trim() === "" ? null : firstShown();
        if (!first) return;
        first.querySelector("input").checked = true;
        find.value = "";
        search();
        find.blur();
      }
    });
  }

  /* Cutting out the words that were selected: places in code points, as the server counts. */
  var said = document.getElementById("said");
  var cut = document.getElementById("cut");
  var apart = document.getElementById("cut-selected");
  function pointsBefore(node, offset) {
    var before = document.createRange();
    before.setStart(said, 0);
    before.setEnd(node, offset);
    return Array.from(before.toString()).length;
  }
  function selectedPlaces() {
    var selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return [];
    var range = selection.getRangeAt(0);
    if (!said.contains(range.startContainer) || !said.contains(range.endContainer)) return [];
    var length = Array.from(said.textContent).length;
    return [
      pointsBefore(range.startContainer, range.startOffset),
      pointsBefore(range.endContainer, range.endOffset)
    ].filter(function (place) { return place > 0 && place < length; });
  }
  if (cut && apart) {
    apart.hidden = false;
    var chosen = [];
    document.addEventListener("selectionchange", function () {
      var places = selectedPlaces();
      if (places.length) chosen = places;
    });
    apart.querySelector("button").addEventListener("click", function () {
      cut.querySelectorAll("[name=places]").forEach(function (input) { input.checked = false; });
      chosen.forEach(function (place) {
        var input = document.createElement("input");
        input.type = "hidden";
        input.name = "places";
        input.value = String(place);
        cut.append(input);
      });
      cut.requestSubmit();
    });
  }

  /* Keys; never while somebody types. */
  function toggleKeys() {
    keys.hidden = !keys.hidden;
    showKeys.setAttribute("aria-expanded", String(!keys.hidden));
    if (!keys.hidden) keys.focus();
  }
  function press(id) {
    var button = document.getElementById(id);
    if (button) button.click();
  }
  function go(way) {
    var link = document.querySelector(".give a[rel=" + way + "]");
    if (link) link.click();
  }
  function open(details, field) {
    if (!details) return;
    details.open = true;
    if (field) field.focus();
  }
  var ACTS = {
    "/": function () { if (find) find.focus(); },
    "?": toggleKeys,
    "0": function () { press("aside"); },
    "u": function () { press("undo"); },
    "j": function () { go("next"); },
    "k": function () { go("prev"); },
    "ArrowRight": function () { go("next"); },
    "ArrowLeft": function () { go("prev"); },
    "Enter": function () { press("save"); },
    "n": function () { open(document.querySelector(".new-code"), document.querySelector("[name=name]")); },
    "m": function () {
      var text = document.querySelector("textarea[name=text]");
      open(text.closest("details"), text);
    },
    "c": function () {
      var cutting = document.getElementById("cutting");
      open(cutting, cutting.querySelector("input:not([type=hidden]), button"));
    }
  };
  function isTyping(target) {
    return target.isContentEditable || target.matches("textarea, select") ||
      (target.matches("input") && !target.matches("[type=checkbox]"));
  }
  function ownsKey(target, key) {
    return key === "Enter" && target.matches("a, button, summary");
  }
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (off.checked || isTyping(event.target) || ownsKey(event.target, event.key)) return;
    var input = byKey[event.key];
    var act = ACTS[event.key];
    if (!input && !act) return;
    event.preventDefault();
    if (input) input.click(); else act();
  });

  showKeys.hidden = false;
  showKeys.addEventListener("click", toggleKeys);
  off.checked = remembered();
  off.addEventListener("change", function () {
    remember(off.checked);
    giveKeys();
  });
  giveKeys();
})();

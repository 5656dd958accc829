/* The interviewer's screen: goes from question to question without the line, saves by itself,
   says what is saved and what waits, and listens to the keys. Without it each question is a page. */
(function () {
  "use strict";

  var screen = document.getElementById("interview");
  if (!screen || !window.fetch || !window.AbortController) return;
  var texts = screen.dataset, place = document.getElementById("place");
  var saving = document.getElementById("saving"), refusedBox = document.getElementById("refused");
  var keys = document.getElementById("keys"), list = document.getElementById("preguntas");
  var Sheets = window.ConvocaSheets, sheets = {}, current = place.querySelector(".sheet");
  var isLeaving = false;

  /* Where one is */

  function entries() {
    return Array.from(list.querySelectorAll("li[data-step]"));
  }

  function entryOf(step) {
    return entries().find(function (entry) { return entry.dataset.step === step; });
  }

  function asked() {
    return entries().filter(function (entry) { return !entry.hidden; });
  }

  function neighbour(step, distance) {
    var all = asked(), at = all.indexOf(entryOf(step));
    return at < 0 ? null : all[at + distance] || null;
  }

  /* Questions that depend on an earlier answer come and go with it. */
  function followConditions() {
    var shown = {};
    entries().forEach(function (entry) {
      var after = entry.dataset.after;
      if (!after) { shown[entry.dataset.step] = true; entry.hidden = false; return; }
      var sheet = sheets[after], answer = sheet ? String(Sheets.answerOf(sheet)) : null;
      if (answer === null) { shown[entry.dataset.step] = !entry.hidden; return; }
      var isNamed = entry.dataset.values.split("|").indexOf(answer) >= 0;
      var holds = answer !== "" && isNamed !== (entry.dataset.isNot === "1");
      entry.hidden = !(shown[after] && holds);
      shown[entry.dataset.step] = !entry.hidden;
    });
  }

  function go(step, isBack) {
    var sheet = sheets[step], link = entryOf(step) && entryOf(step).querySelector("a");
    if (!link) return;
    if (!sheet) { leaveTo(link.href); return; }
    if (sheet === current) return;
    current.replaceWith(sheet);
    current = sheet;
    list.querySelectorAll("[aria-current]").forEach(function (one) { one.removeAttribute("aria-current"); });
    link.setAttribute("aria-current", "step");
    if (list.scrollHeight > list.clientHeight) {
      list.scrollTop = link.offsetTop - list.offsetTop - list.clientHeight / 3;
    }
    document.title = sheet.dataset.title;
    if (!isBack) history.pushState({ step: step }, "", link.href);
    sheet.querySelector(".question").focus({ preventScroll: true });
    var top = sheet.getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight / 2) sheet.scrollIntoView();
    document.dispatchEvent(new CustomEvent("convoca:question", { detail: step }));
  }

  function leaveTo(url) {
    isLeaving = true;
    outbox.pump();
    window.location.assign(url);
  }

  /* Saving */

  var outbox = window.ConvocaOutbox({
    url: texts.save,
    prefix: "convoca.por-enviar." + texts.person + "." + texts.interview + ".",
    guide: Number(texts.guide),
    token: function () { return document.querySelector("[name=csrfmiddlewaretoken]").value; },
    renewToken: renewToken,
    onChange: tellState,
    onKept: follow
  });

  function put(sheet, part) {
    outbox.put(Sheets.nameOf(sheet, part), Sheets.partOf(sheet, part), Number(Sheets.baseOf(sheet, part).value));
  }

  function readPage(url) {
    return fetch(url, { credentials: "same-origin", redirect: "manual" }).then(function (response) {
      if (!response.ok) throw new Error("no page");
      return response.text();
    }).then(function (text) { return new DOMParser().parseFromString(text, "text/html"); });
  }

  function renewToken() {
    return readPage(texts.sheets).then(function (page) {
      var token = page.querySelector("[name=csrfmiddlewaretoken]").value;
      allSheets().concat([document]).forEach(function (where) {
        where.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (one) { one.value = token; });
      });
    }, function () { return null; });
  }

  function allSheets() {
    return Object.keys(sheets).map(function (step) { return sheets[step]; });
  }

  /* A saving arrived: go on from it; where two devices wrote apart, show both. */
  function follow(item, answer, isLast) {
    var step = item.question.split(":")[0], part = item.question.split(":")[1] || "answer";
    var sheet = sheets[step];
    markStates(answer);
    if (!sheet) return;
    var isOver = answer.place === "over", isCovered = answer.place === "beside";
    var wasBlank = answer.place === "same" && answer.revision !== item.base;
    if (isOver || isCovered || wasBlank) renew(step, { all: isLast && !isOver });
    if (isLast || isOver || answer.place === "on") Sheets.baseOf(sheet, part).value = answer.revision;
    if (part === "answer") sheet.dataset.saved = "1";
  }

  function markStates(answer) {
    document.getElementById("answered").textContent =
      texts.textAnswered.replace("%n", answer.answered).replace("%of", answer.of);
    entries().forEach(function (entry) {
      var state = answer.states[entry.dataset.step];
      if (!state) return;
      var word = entry.querySelector(".word");
      entry.querySelector(".state").className =
        "state " + { answered: "present", half: "accepted", passed: "none", open: "unknown" }[state];
      if (word.textContent === texts.wordTwo) return;
      word.textContent = { answered: texts.wordAnswered, half: texts.wordHalf, passed: texts.wordPassed, open: "" }[state];
      word.classList.toggle("visually-hidden", state !== "half");
    });
  }

  /* Take a sheet anew from Convoca: all of it, or only the other texts beside what is written. */
  function renew(step, how) {
    readPage(texts.sheets).then(function (page) {
      var fresh = page.querySelector('.sheet[data-step="' + step + '"]'), old = sheets[step];
      if (!fresh || !old) return;
      var word = entryOf(step).querySelector(".word"), hasOther = Boolean(fresh.querySelector(".other"));
      word.textContent = hasOther ? texts.wordTwo : texts.wordAnswered;
      word.classList.toggle("visually-hidden", !hasOther);
      if (how.all && !outbox.hasWaiting(step)) {
        sheets[step] = fresh;
        if (current === old) { old.replaceWith(fresh); current = fresh; }
        return;
      }
      old.querySelectorAll(".other").forEach(function (one) { one.remove(); });
      fresh.querySelectorAll(".other").forEach(function (one) { old.appendChild(one); });
    }).catch(function () { /* no line: the page shows it when it is opened again */ });
  }

  /* What is said about saving */

  function hourNow() {
    return new Date().toLocaleTimeString("es-CL", { hour: "2-digit", minute: "2-digit", hour12: false });
  }

  function tellState(now) {
    var count = now.waiting === 1 ? texts.textOne : texts.textMany.replace("%n", now.waiting);
    saving.className = now.waiting ? "pending" : saving.dataset.began ? "sent" : "";
    if (now.state === "signed-out" || now.state === "gone") {
      saving.textContent = now.state === "gone" ? texts.textGone : texts.textSignedOut + " ";
      if (now.state === "signed-out") saving.appendChild(enterLink());
    } else if (now.waiting) {
      saving.textContent = now.state === "offline" ? count + " " + texts.textOffline : count;
    } else if (saving.dataset.began) {
      saving.textContent = texts.textSaved + " " + hourNow();
    }
    if (now.waiting) saving.dataset.began = "1";
    refusedBox.hidden = now.refused.length === 0;
    refusedBox.replaceChildren.apply(refusedBox, now.refused.map(refusedLine));
  }

  function enterLink() {
    var link = document.createElement("a");
    link.href = texts.enter + "?next=" + encodeURIComponent(window.location.pathname);
    link.textContent = texts.textEnter;
    return link;
  }

  function refusedLine(item) {
    var line = document.createElement("p"), button = document.createElement("button");
    var words = typeof item.value === "string" ? item.value : (item.value && item.value.example) || "";
    line.textContent = texts.textRefused + " " + item.refused + (words ? " «" + words + "» " : " ");
    button.type = "button";
    button.className = "quiet";
    button.textContent = texts.textDrop;
    button.addEventListener("click", function () { outbox.drop(item.key); });
    line.appendChild(button);
    return line;
  }

  /* What a person does */

  function onWriting(event) {
    var sheet = event.target.closest(".sheet");
    if (!sheet || !event.target.name || !event.target.closest(".sheet-form")) return;
    var part = Sheets.partOfField(event.target);
    if (event.target.type === "radio") sheet.dataset.notApplicable = "";
    /* A touch must not refuse an interview: that word goes when it is confirmed. */
    if (sheet.dataset.step === "consent" && part === "answer") return;
    put(sheet, part);
    followConditions();
  }

  function isUnsaved(sheet) {
    return sheet.dataset.saved !== "1" || sheet.dataset.step === "consent";
  }

  function onConfirm(event) {
    var sheet = event.target.closest(".sheet");
    if (!sheet || !event.target.classList.contains("sheet-form") || isLeaving) return;
    var name = (event.submitter || document.activeElement || {}).name;
    var refuses = sheet.dataset.step === "consent" && Sheets.answerOf(sheet) !== "yes";
    var next = neighbour(sheet.dataset.step, 1);
    if (refuses || (next && !sheets[next.dataset.step] && name !== "later")) return;
    event.preventDefault();
    if (name === "not_applicable") { Sheets.clearRating(sheet); put(sheet, "answer"); }
    else if (name !== "later" && isUnsaved(sheet)) put(sheet, "answer");
    followConditions();
    next = neighbour(sheet.dataset.step, 1);
    if (name === "later") leaveWhenSent(texts.list);
    else if (texts.done) leaveWhenSent(texts.done);
    /* With this word the page itself changes: it may record, or may not any more. */
    else if (next && sheet.dataset.step === "may_record" && navigator.onLine) leaveWhenSent(next.querySelector("a").href);
    else if (next) { outbox.pump(); go(next.dataset.step); }
    else leaveWhenSent(null, event.target);
  }

  /* The last question closes the interview, so everything must have arrived before. */
  function leaveWhenSent(url, form) {
    outbox.whenEmpty(function (isClean) {
      if (!isClean) return;
      isLeaving = true;
      if (url) window.location.assign(url); else form.submit();
    });
    if (!outbox.isEmpty() && !navigator.onLine) saving.textContent = url ? texts.textStay : texts.textWait;
  }

  function onLink(event) {
    var link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var entry = link.closest("#preguntas li"), step = entry ? entry.dataset.step : link.dataset.go;
    if (!step || !sheets[step]) return;
    event.preventDefault();
    go(step);
  }

  /* Keys: only while nobody writes. */

  function isWriting(target) {
    return target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])") || target.isContentEditable;
  }

  function choose(number) {
    if (current.dataset.kind === "themes") {
      var names = ["interest", "urgency"], here = document.activeElement.name;
      var name = names.indexOf(here) >= 0 ? here : names.find(function (one) {
        return !current.querySelector("[name=" + one + "]:checked");
      });
      var point = current.querySelector("[name=" + (name || "urgency") + "][value='" + number + "']");
      if (point) point.click();
      if (point && names.indexOf(here) >= 0) point.focus();
      return;
    }
    var options = current.querySelectorAll("[name=value][type=radio], [name=value][type=checkbox]");
    if (options[number - 1]) { options[number - 1].focus(); options[number - 1].click(); }
  }

  function press(name) {
    var button = current.querySelector(name);
    if (button) button.click();
  }

  function write(selector) {
    var field = current.querySelector(selector);
    if (field) field.focus();
    return Boolean(field);
  }

  function onKey(event) {
    if (event.key === "Enter" && event.ctrlKey && event.target.closest(".sheet")) {
      event.preventDefault();
      return press(".button.go");
    }
    if (event.key === "Escape" && isWriting(event.target)) {
      return current.querySelector(".question").focus();
    }
    if (isWriting(event.target) || event.ctrlKey || event.metaKey) return;
    if (event.altKey) {
      if (event.key === "ArrowRight") { event.preventDefault(); press(".button.go"); }
      if (event.key === "ArrowLeft") { event.preventDefault(); back(); }
      return;
    }
    if (/^[1-9]$/.test(event.key)) choose(Number(event.key));
    else if (event.key === "0") press("[name=not_applicable]");
    else if (event.key === "?") { keys.open = !keys.open; if (keys.open) keys.scrollIntoView(); }
    else if (event.key.toLowerCase() === "t" && write("textarea[name=value], textarea[name=example], input[name=value]:not([type=radio]):not([type=checkbox])")) event.preventDefault();
    else if (event.key.toLowerCase() === "n" && write("[name=note]")) event.preventDefault();
  }

  function back() {
    var before = neighbour(current.dataset.step, -1);
    if (before) go(before.dataset.step);
  }

  /* Beginning */

  function loadAll() {
    return readPage(texts.sheets).then(function (page) {
      page.querySelectorAll(".sheet").forEach(function (sheet) {
        if (!sheets[sheet.dataset.step]) sheets[sheet.dataset.step] = sheet;
      });
      screen.dataset.ready = "1";
    }).catch(function () { window.setTimeout(loadAll, 5000); });
  }

  sheets[current.dataset.step] = current;
  keys.hidden = false;
  place.addEventListener("input", onWriting);
  document.addEventListener("submit", onConfirm, true);
  document.addEventListener("click", onLink);
  document.addEventListener("keydown", onKey);
  window.addEventListener("popstate", function () {
    var entry = entries().find(function (one) { return one.querySelector("a").pathname === window.location.pathname; });
    if (entry) go(entry.dataset.step, true);
  });
  loadAll();
  outbox.pump();
})();

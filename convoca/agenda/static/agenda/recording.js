/* Recording in the page: each question that is reached while it runs gets its start and its end. */
(function () {
  "use strict";

  var box = document.getElementById("audio");
  if (!box || !window.MediaRecorder || !navigator.mediaDevices) return;
  var texts = box.dataset, status = document.getElementById("recording");
  var buttons = {
    start: document.getElementById("record"), stop: document.getElementById("record-stop"),
    again: document.getElementById("record-again"), copy: document.getElementById("record-copy")
  };
  var recorder = null, pieces = [], marks = [], began = 0, unsent = null;

  function show(names) {
    Object.keys(buttons).forEach(function (name) { buttons[name].hidden = names.indexOf(name) < 0; });
  }

  function seconds() {
    return Math.round((Date.now() - began) / 100) / 10;
  }

  function closeMark() {
    if (marks.length) marks[marks.length - 1].end_s = seconds();
  }

  function openMark(step) {
    closeMark();
    marks.push({ question: step, start_s: seconds(), end_s: seconds() });
  }

  function start() {
    navigator.mediaDevices.getUserMedia({ audio: true }).then(function (stream) {
      recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32000 });
      pieces = [];
      marks = [];
      recorder.ondataavailable = function (event) { if (event.data.size) pieces.push(event.data); };
      recorder.onstop = function () {
        stream.getTracks().forEach(function (track) { track.stop(); });
        closeMark();
        keep();
      };
      recorder.start(5000);
      began = Date.now();
      openMark(document.querySelector(".sheet").dataset.step);
      status.textContent = texts.textRecording;
      show(["stop"]);
    }, function () { status.textContent = texts.textDenied; });
  }

  function keep() {
    var audio = new Blob(pieces, { type: recorder.mimeType });
    unsent = new FormData();
    unsent.append("client_id", window.crypto.randomUUID());
    unsent.append("audio", audio, "entrevista");
    unsent.append("marks", JSON.stringify(marks));
    recorder = null;
    buttons.copy.href = URL.createObjectURL(audio);
    send();
  }

  function send() {
    status.textContent = texts.textSending;
    show([]);
    unsent.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    fetch(texts.url, {
      method: "POST", body: unsent, credentials: "same-origin", redirect: "manual",
      headers: { Accept: "application/json" }
    }).then(function (response) {
      if (response.status === 201) {
        unsent = null;
        URL.revokeObjectURL(buttons.copy.href);
        status.textContent = texts.textKept;
        show(["start"]);
        return null;
      }
      if (response.status === 409 || response.status === 422) {
        return response.json().then(function (answer) { fail(answer.error); });
      }
      return fail(texts.textFailed);
    }).catch(function () { fail(texts.textFailed); });
  }

  function fail(words) {
    status.textContent = words;
    show(["again", "copy"]);
  }

  buttons.start.addEventListener("click", start);
  buttons.stop.addEventListener("click", function () { recorder.stop(); });
  buttons.again.addEventListener("click", send);
  document.addEventListener("convoca:question", function (event) { if (recorder) openMark(event.detail); });
  window.addEventListener("beforeunload", function (event) {
    if (recorder || unsent) { event.preventDefault(); event.returnValue = ""; }
  });
  show(["start"]);
})();

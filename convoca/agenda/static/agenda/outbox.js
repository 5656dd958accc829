/* What was written and has not reached Convoca yet. It waits in this browser, a key for each
   part of a question and each opened page (pen), and goes out in the order in which it was begun. */
(function () {
  "use strict";

  var PAUSE_MS = 1200, FIRST_RETRY_MS = 2000, LONGEST_RETRY_MS = 60000, PATIENCE_MS = 20000;

  function newId() {
    if (window.crypto && window.crypto.randomUUID) return window.crypto.randomUUID();
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.from(bytes, function (byte) { return (byte + 256).toString(16).slice(1); });
    return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  /* Where there is no room in the browser, the page itself remembers, as long as it is open. */
  function Shelf(prefix) {
    var memory = {};
    this.keys = function () {
      var found = Object.keys(memory);
      try {
        for (var place = 0; place < localStorage.length; place += 1) {
          var key = localStorage.key(place);
          if (key.indexOf(prefix) === 0 && found.indexOf(key) < 0) found.push(key);
        }
      } catch (error) { /* no storage here: `memory` has it all */ }
      return found;
    };
    this.read = function (key) {
      if (memory[key]) return memory[key];
      try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; }
    };
    this.write = function (key, item) {
      try {
        localStorage.setItem(key, JSON.stringify(item));
        delete memory[key];
      } catch (error) { memory[key] = item; }
    };
    this.drop = function (key) {
      delete memory[key];
      try { localStorage.removeItem(key); } catch (error) { /* nothing was kept there */ }
    };
  }

  /* options: url, prefix, guide; token() and renewToken() for the form's secret;
     onChange({state, waiting, refused}) and onKept(item, answer). */
  window.ConvocaOutbox = function (options) {
    var shelf = new Shelf(options.prefix);
    var pen = newId(), state = "idle", timer = null, sending = false, retry = FIRST_RETRY_MS;
    var emptied = [];

    function items() {
      return shelf.keys().map(function (key) {
        var item = shelf.read(key);
        if (item) item.key = key;
        return item;
      }).filter(Boolean).sort(function (one, other) { return one.begun - other.begun; });
    }

    function tell(next) {
      state = next || state;
      var all = items();
      var refused = all.filter(function (item) { return item.refused; });
      options.onChange({ state: state, waiting: all.length - refused.length, refused: refused });
      if (all.length === refused.length) {
        emptied.splice(0).forEach(function (act) { act(refused.length === 0); });
      }
    }

    function later(wait) {
      window.clearTimeout(timer);
      timer = window.setTimeout(pump, wait);
    }

    function put(question, value, base) {
      var key = options.prefix + pen + "." + question, before = shelf.read(key);
      var now = Date.now();
      shelf.write(key, {
        client_id: newId(), pen: pen, question: question, value: value,
        base: before ? before.base : base, begun: before ? before.begun : now, at: now,
        guide: before ? before.guide : options.guide
      });
      tell();
      if (!sending) later(PAUSE_MS);
    }

    function send(item, isSecondTry) {
      var stop = new AbortController();
      var patience = window.setTimeout(function () { stop.abort(); }, PATIENCE_MS);
      var body = JSON.stringify({
        client_id: item.client_id, pen: item.pen, question: item.question, value: item.value,
        base: item.base, guide: item.guide, age_s: Math.max(0, (Date.now() - item.at) / 1000)
      });
      return fetch(options.url, {
        method: "POST", body: body, credentials: "same-origin", redirect: "manual",
        keepalive: body.length < 30000, signal: stop.signal,
        headers: { "Content-Type": "application/json", "X-CSRFToken": options.token() }
      }).then(function (response) {
        window.clearTimeout(patience);
        if (response.status === 403 && !isSecondTry) {
          return options.renewToken().then(function () { return send(item, true); });
        }
        return response;
      });
    }

    function settle(item, response) {
      if (response.ok) {
        return response.json().then(function (answer) {
          var kept = shelf.read(item.key);
          var isLast = !kept || kept.client_id === item.client_id;
          if (isLast) shelf.drop(item.key);
          retry = FIRST_RETRY_MS;
          options.onKept(item, answer, isLast);
          tell("idle");
          return 0;
        });
      }
      if (response.status === 409 || response.status === 422) {
        return response.json().then(function (answer) {
          var kept = shelf.read(item.key);
          if (kept && kept.client_id === item.client_id) {
            kept.refused = answer.error;
            shelf.write(item.key, kept);
          }
          tell("idle");
          return 0;
        });
      }
      if (response.type === "opaqueredirect" || response.status === 403) return pauseAs("signed-out");
      if (response.status === 404) return pauseAs("gone");
      return pauseAs("offline");
    }

    function pauseAs(name) {
      tell(name);
      var wait = retry;
      retry = Math.min(retry * 2, LONGEST_RETRY_MS);
      return wait;
    }

    function pump() {
      window.clearTimeout(timer);
      if (sending) return;
      var item = items().find(function (one) { return !one.refused; });
      if (!item) return tell("idle");
      sending = true;
      tell(state === "idle" ? "sending" : state);
      send(item, false)
        .then(function (response) { return settle(item, response); })
        .catch(function () { return pauseAs("offline"); })
        .then(function (wait) {
          sending = false;
          if (items().some(function (one) { return !one.refused; })) later(wait);
        });
    }

    function hasWaiting(question) {
      return items().some(function (item) { return item.question === question && !item.refused; });
    }

    function drop(key) {
      shelf.drop(key);
      tell();
    }

    function whenEmpty(act) {
      emptied.push(act);
      if (items().length === 0) tell("idle"); else pump();
    }

    window.addEventListener("online", function () { retry = FIRST_RETRY_MS; pump(); });
    window.addEventListener("offline", function () { if (items().length) tell("offline"); });
    window.addEventListener("pagehide", pump);
    document.addEventListener("visibilitychange", pump);

    return { put: put, pump: pump, drop: drop, hasWaiting: hasWaiting, whenEmpty: whenEmpty,
             isEmpty: function () { return items().length === 0; } };
  };
})();

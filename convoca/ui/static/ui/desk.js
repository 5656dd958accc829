/* What the pages of the staff gain with JavaScript; without it they work all the same. */
(function () {
  "use strict";

  /* A form leaves once: pressing twice by haste must not send twice. HTMX does the same for its
     own requests with hx-disabled-elt. The buttons come back, for a download leaves the page as it
     is and the way back may show it again. */
  var REST_MS = 5000;
  function setButtons(form, disabled) {
    form.querySelectorAll("button").forEach(function (button) {
      button.disabled = disabled;
    });
  }
  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented) return;
    var form = event.target;
    window.setTimeout(function () { setButtons(form, true); });
    window.setTimeout(function () { setButtons(form, false); }, REST_MS);
  });

  /* A request that failed says so; what was written stays on the page. */
  function tell(failed) {
    var trouble = document.getElementById("trouble");
    if (trouble) trouble.hidden = !failed;
  }
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var request = event.detail.xhr;
      if (request && (request.status === 409 || request.status === 422)) return;
      tell(true);
    });
  });
  document.addEventListener("htmx:afterOnLoad", function () { tell(false); });

  /* On a phone the rail and the tabs scroll sideways: show where we are. */
  if (window.matchMedia("(max-width: 52rem)").matches) {
    document.querySelectorAll(".rail [aria-current], .tabs [aria-current]").forEach(function (current) {
      var strip = current.closest("nav");
      var shift = current.getBoundingClientRect().left - strip.getBoundingClientRect().left;
      strip.scrollLeft += shift - strip.clientWidth / 2 + current.offsetWidth / 2;
    });
  }
})();

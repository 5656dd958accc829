/* Reading and marking the sheets (one question each) of the interviewer's screen. */
(function () {
  "use strict";

  function chosen(sheet, name) {
    return sheet.querySelector("[name=" + name + "]:checked");
  }

  function pointOf(sheet, name) {
    var point = chosen(sheet, name);
    return point ? Number(point.value) : null;
  }

  function ratingOf(sheet) {
    var example = sheet.querySelector("[name=example]");
    var rating = { interest: pointOf(sheet, "interest"), urgency: pointOf(sheet, "urgency") };
    rating.example = example ? example.value : "";
    rating.not_applicable = rating.interest === null && rating.urgency === null
      && sheet.dataset.notApplicable === "1";
    return rating;
  }

  /* What a sheet says now, as a saving has it. */
  function answerOf(sheet) {
    if (sheet.dataset.kind === "themes") return ratingOf(sheet);
    if (sheet.dataset.kind === "pick_themes") {
      return Array.from(sheet.querySelectorAll("[name=value]:checked"), function (pick) {
        return Number(pick.value);
      });
    }
    if (sheet.dataset.kind === "yes_no" || sheet.dataset.kind === "choice") {
      var option = chosen(sheet, "value");
      return option ? option.value : "";
    }
    var text = sheet.querySelector("[name=value]").value;
    return sheet.dataset.kind === "integer" && /^-?\d+$/.test(text) ? Number(text) : text;
  }

  function partOf(sheet, part) {
    if (part === "note") return sheet.querySelector("[name=note]").value;
    if (part === "probes") {
      return Array.from(sheet.querySelectorAll("[name=probes]:checked"), function (probe) {
        return probe.value;
      });
    }
    return answerOf(sheet);
  }

  function nameOf(sheet, part) {
    return part === "answer" ? sheet.dataset.step : sheet.dataset.step + ":" + part;
  }

  function baseOf(sheet, part) {
    return sheet.querySelector("[name=" + part + "_base]");
  }

  /* Which part of a sheet a field belongs to. */
  function partOfField(field) {
    return field.name === "note" || field.name === "probes" ? field.name : "answer";
  }

  function clearRating(sheet) {
    sheet.querySelectorAll("[type=radio]:checked").forEach(function (point) { point.checked = false; });
    sheet.dataset.notApplicable = "1";
  }

  window.ConvocaSheets = { answerOf: answerOf, partOf: partOf, nameOf: nameOf, baseOf: baseOf,
                           partOfField: partOfField, clearRating: clearRating };
})();

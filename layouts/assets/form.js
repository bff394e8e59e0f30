/* Forms that prepare a mail, a copy, a sheet of paper or a file for the office. Nothing is sent and
   nothing is kept by this script: what is written stays in the page until its reader sends it.
   Without it the form is a plain one, and a slip to be printed and filled in by hand. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-form]");
  if (!form) return;
  const words = form.dataset;
  const done = form.querySelector("[data-done]");
  const opened = Date.now();

  /* An identity number: its check digit by GB 11643, and a day of birth that can be. */
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

  function identity(digits) {
    const month = Number(digits.slice(10, 12));
    const day = Number(digits.slice(12, 14));
    if (!/^(?:1[89]|20)/.test(digits.slice(6)) || !month || month > 12 || !day || day > 31) return false;
    const sum = weights.reduce((total, weight, at) => total + weight * digits[at], 0);
    return "10X98765432"[sum % 11] === digits[17].toUpperCase();
  }

  function exposes(text) {
    const plain = text.normalize("NFKC").replace(/[\s\u200b-\u200f\ufeff-]/g, "");
    for (let at = 0; at + 18 <= plain.length; at += 1) {
      const part = plain.slice(at, at + 18);
      if (/^\d{17}[\dXx]$/.test(part) && identity(part)) return true;
    }
    return false;
  }

  function field(name) {
    const found = form.elements[name];
    return found ? String(found.value).trim() : "";
  }

  function alarms() {
    let any = false;
    for (const each of form.querySelectorAll("[data-alarm]")) {
      const shown = exposes(field(each.dataset.alarm));
      const said = shown ? each.dataset.said : "";
      if (each.textContent !== said) each.textContent = said;
      any = any || shown;
    }
    return any || ["about", "name", "unit", "reach"].some((name) => exposes(field(name)));
  }

  /* What stands before the value of a field: the words that its reader sees. */
  function label(control) {
    const group = control.closest("fieldset");
    const head = group ? group.querySelector("legend") : form.querySelector("label[for=" + control.id + "]");
    const own = head.cloneNode(true);
    for (const mark of own.querySelectorAll(".must")) mark.remove();
    return own.textContent.trim();
  }

  function said(control) {
    if (control.type !== "radio" && control.type !== "checkbox") return control.value.trim();
    return control.checked ? control.parentElement.textContent.trim() : "";
  }

  function lines() {
    const found = [];
    for (const control of form.elements) {
      if (!control.name || control.type === "hidden" || control.closest(".trap")) continue;
      if (control.tagName === "FIELDSET" || control.tagName === "BUTTON") continue;
      const value = said(control);
      if (value) found.push(label(control) + words.colon + (value.includes("\n") ? "\n" : "") + value);
    }
    return found.join("\n") + "\n";
  }

  function subject() {
    const about = field("about");
    return words.subject + (about ? " " + about : "");
  }

  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  /* A record as content/feedback/ keeps them: never who wrote it, nor how to reach them. A text in
     quotes of JSON is one of YAML too, save for three ends of line that only JSON lets stand. */
  function quoted(text) {
    return JSON.stringify(text).replace(/[\u0085\u2028\u2029]/g, (end) => "\\u" + end.charCodeAt(0).toString(16).padStart(4, "0"));
  }

  function record() {
    const named = /\b\d{4}-\d{4,6}\b/.exec(field("about"));
    const about = field("about");
    const text = (about && !named ? about + "\n" : "") + field("text");
    const rows = ["# " + words.head];
    if (form.elements.consent && form.elements.consent.checked) rows.push("# " + words.consent);
    rows.push("- received: " + today(), "  channel: web");
    if (words.form === "request") rows.push("  request: " + quoted(field("request")));
    else if (named) rows.push("  about: " + named[0]);
    rows.push("  text: " + quoted(text.replace(/\r\n?/g, "\n")));
    return rows.join("\n") + "\n";
  }

  function save(name, text) {
    const link = document.createElement("a");
    const address = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    link.href = address;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  function copy(text) {
    const place = document.createElement("textarea");
    place.value = text;
    place.className = "trap";
    document.body.append(place);
    place.select();
    document.execCommand("copy");
    place.remove();
  }

  const ways = {
    mail() {
      location.href = "mailto:" + words.mail + "?subject=" + encodeURIComponent(subject()) +
        "&body=" + encodeURIComponent(lines().replace(/\n/g, "\r\n"));
    },
    copy(button) {
      copy(subject() + "\n" + lines());
      button.focus();
      done.textContent = words.copied;
    },
    file() {
      save(words.file + "-" + today() + ".yaml", record());
      done.textContent = words.told;
    },
    print() {
      window.print();
    },
  };

  /* That somebody took their time, for an endpoint to weigh: when the form was opened, how many
     seconds passed, and a sum over both and the text (FNV-1a). It keeps off what fills in forms
     blindly, and nobody else: it is no secret. */
  function token() {
    const spent = Math.floor((Date.now() - opened) / 1000);
    const head = "1." + Math.floor(opened / 1000) + "." + spent + ".";
    let sum = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(head + field("text"))) {
      sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
    }
    return head + sum.toString(16).padStart(8, "0");
  }

  form.addEventListener("input", alarms);
  form.addEventListener("click", function (event) {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const way = button.dataset.do;
    done.textContent = "";
    if (way !== "print" && !form.reportValidity()) return;
    if (way === "file" && alarms()) {
      done.textContent = words.refused;
      return;
    }
    ways[way](button);
  });
  form.addEventListener("submit", function (event) {
    if (!("sends" in words)) {
      event.preventDefault();
      if (words.mail) ways.mail();
      return;
    }
    form.elements.token.value = token();
  });

  for (const each of form.querySelectorAll(".with-script")) each.hidden = false;
  for (const each of form.querySelectorAll(".no-script")) each.hidden = true;

  /* What the reader comes from: an entry, or an item. */
  const asked = new URLSearchParams(location.search);
  const entry = asked.get("entry") || "";
  const item = asked.get("item") || "";
  if (form.elements.about && /^\d{4}-\d{4,6}$/.test(entry)) {
    form.elements.about.value = entry;
    title(entry);
  }
  for (const each of form.querySelectorAll("input[name=request]")) {
    if (each.value === item) each.checked = true;
  }

  /* The title stands on the page of the entry. Files on disk cannot be asked for it. */
  function title(id) {
    const place = document.querySelector("[data-title]");
    const address = words.pages + id.slice(0, 4) + "/" + id + "/";
    const link = document.createElement("a");
    link.href = address;
    link.textContent = id;
    place.append(link);
    if (!/^https?:$/.test(location.protocol)) return;
    fetch(address)
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then(function (text) {
        const head = new DOMParser().parseFromString(text, "text/html").querySelector("main h1");
        if (!head) return;
        link.textContent = head.textContent.trim();
        if (field("about") === id) form.elements.about.value = id + " " + link.textContent;
      })
      .catch(() => {});
  }
})();

/* Large type and high contrast: as the address asks (?size=large&contrast=more, or #large), else as
   last chosen. Runs before the page is painted, so that nothing moves. Without it the links of
   the header do the same for one page, by their targets. */
(function () {
  "use strict";

  const root = document.documentElement;
  const values = { size: "large", contrast: "more" };
  const modes = Object.keys(values);
  const targets = { large: ["size", "large"], contrast: ["contrast", "more"] };
  let keeps = true;

  function kept(name) {
    try {
      return localStorage.getItem("dispatch." + name);
    } catch (refused) {
      keeps = false;
      return null;
    }
  }

  function keep(name, value) {
    try {
      localStorage.setItem("dispatch." + name, value);
    } catch (refused) {
      keeps = false;
    }
  }

  function show(name, value) {
    if (value === values[name]) root.dataset[name] = value;
    else delete root.dataset[name];
  }

  function choose(name, value) {
    show(name, value);
    keep(name, value);
    const address = new URL(location.href);
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    if (targets[address.hash.slice(1)]) address.hash = "";
    history.replaceState(history.state, "", address);
  }

  const asked = new URLSearchParams(location.search);
  for (const name of modes) {
    if (asked.has(name)) keep(name, asked.get(name));
    show(name, asked.has(name) ? asked.get(name) : kept(name));
  }
  const target = targets[location.hash.slice(1)];
  if (target) {
    show(target[0], target[1]);
    keep(target[0], target[1]);
  }

  /* Where nothing can be kept, the links of the page carry the choice on. */
  function carry(link) {
    if (keeps || link.origin !== location.origin) return;
    const address = new URL(link.href);
    for (const name of modes) {
      if (root.dataset[name]) address.searchParams.set(name, root.dataset[name]);
    }
    link.href = address.href;
  }

  /* A disk has no index pages: there a link to a folder would list its files. */
  document.addEventListener("DOMContentLoaded", function () {
    if (location.protocol !== "file:") return;
    for (const link of document.querySelectorAll("a[href]")) {
      if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }
  });

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href]");
    if (!link) return;
    if (!link.dataset.mode) {
      carry(link);
      return;
    }
    event.preventDefault();
    choose(link.dataset.mode, link.dataset.value);
    for (const other of link.parentElement.children) {
      if (other !== link) other.focus();
    }
  });
})();

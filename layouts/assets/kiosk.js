/* The screen of a lobby: shows the sheets that the page holds in turn, a page at a time, for ever.
   Nobody has to do anything; staff may turn and hold pages by key or button. All that is said
   stands in the page. Plain script for the old machines that such screens hang on. */
"use strict";

(() => {
  const BEGIN = 4000; // milliseconds that the eye takes to find the page
  const PACE = 110; // and then for a character
  const SHORTEST = 8000;
  const LONGEST = 40000;
  const REST = 120000; // a page that was held goes on by itself
  const ASK = 240000; // between two questions whether there is another edition
  const DAY = 86400000;
  const STILL = 2; // pixels that are no page

  const root = document.documentElement;
  const find = (name, from = document) => from.querySelector(name);
  const all = (name, from = document) => [...from.querySelectorAll(name)];
  const slides = all(".slide");
  const built = find(".age time");
  const hold = find("button.hold");
  const go = hold.textContent;
  const now = { slide: slides[0], page: 0, pages: 1, held: false, timer: 0, asked: Date.now() };

  /* Days, as whole numbers. Where the clock is behind the page, the clock is wrong. */

  const day = (text) => Math.round(Date.parse(text) / DAY);
  const clock = () => {
    const at = new Date();
    return Math.round(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / DAY);
  };
  const today = () => Math.max(clock(), day(built.dateTime));
  const over = (each) => "last" in each.dataset && day(each.dataset.last) < today();
  const fill = (words, count) => words.replace("{count}", count);

  const tell = () => {
    const ago = find(".ago");
    const old = clock() - day(built.dateTime);
    const words = ["today", "yesterday"][old] || "days";
    ago.textContent = old < 0 ? "" : fill(ago.dataset[words], old);
    for (const each of all(".overdue")) each.hidden = today() <= day(each.dataset.after);
    for (const each of all("[data-until]")) {
      const left = day(each.dataset.until) - today() + 1;
      each.textContent = fill(each.dataset[left > 1 ? "days" : left === 1 ? "today" : "over"], left);
      each.previousElementSibling.hidden = left < 1;
    }
    for (const each of all(".lines")) {
      const lines = all("li", each);
      for (const line of lines) line.hidden = over(line);
      each.parentElement.hidden = lines.every((line) => line.hidden);
    }
  };

  /* Pages: the columns of a flow, of which the frame shows one. */

  const flow = () => find(".flow", now.slide);
  const step = () => {
    const gap = parseFloat(getComputedStyle(flow()).columnGap);
    return find(".frame", now.slide).getBoundingClientRect().width + gap;
  };

  /* A table that does not fit becomes a list, each cell with its head. */
  const stack = (table) => {
    table.classList.remove("stacked");
    const wide = Math.max(...[...table.getClientRects()].map((each) => each.width));
    if (wide <= find(".frame", now.slide).clientWidth + STILL) return;
    const heads = all("thead th", table).map((each) => each.textContent);
    for (const row of all("tbody tr", table)) {
      [...row.cells].forEach((cell, at) => { cell.dataset.head = heads[at] || ""; });
    }
    table.classList.add("stacked");
  };

  const measure = () => {
    all("table", now.slide).forEach(stack);
    now.pages = Math.max(1, Math.ceil((flow().scrollWidth - STILL) / step()));
  };

  /* How much there is to read on the page: a character counts one, a Latin word two. */
  const weight = () => {
    const range = document.createRange();
    const walker = document.createTreeWalker(flow(), NodeFilter.SHOW_TEXT);
    const left = flow().getBoundingClientRect().left + now.page * step();
    let sum = 0;
    while (walker.nextNode()) {
      const text = walker.currentNode.data.replace(/[!-\u024f]+/g, "··").replace(/\s+/g, "");
      if (!text) continue;
      range.selectNodeContents(walker.currentNode);
      const lines = [...range.getClientRects()];
      const here = lines.filter((each) => each.left >= left - STILL && each.left < left + step() - STILL);
      if (lines.length) sum += (text.length * here.length) / lines.length;
    }
    return sum;
  };

  const time = () => Math.min(LONGEST, Math.max(SHORTEST, BEGIN + PACE * weight()));

  /* Turning. */

  const standing = () => slides.filter((each) => !over(each));
  const beside = (way) => {
    const list = standing();
    return list[(list.indexOf(now.slide) + way + list.length) % list.length];
  };

  const show = (slide, page) => {
    const other = slide !== now.slide || slide.hidden;
    now.slide = slide;
    tell();
    for (const each of slides) each.hidden = each !== slide;
    root.classList.add("running");
    if (other) flow().style.transition = "none";
    measure();
    now.page = Math.min(page, now.pages - 1);
    flow().style.transform = `translateX(${-now.page * step()}px)`;
    if (other) flow().getBoundingClientRect();
    flow().style.transition = "";
    label();
    wait();
  };

  const span = (words) => Object.assign(document.createElement("span"), { textContent: words });
  const put = (words, number, count) => words.replace("{number}", number).replace("{count}", count);

  const label = () => {
    const list = standing();
    const at = list.indexOf(now.slide);
    const place = find(".place");
    const words = place.dataset;
    const which = at > 0 ? put(words.sheet, at, list.length - 1) : words.index;
    place.textContent = "";
    place.append(span(which), span(put(words.page, now.page + 1, now.pages)));
    find(".title").textContent = document.getElementById(now.slide.getAttribute("aria-labelledby")).textContent;
    find(".gone").style.transform = `scaleX(${(at + (now.page + 1) / now.pages) / list.length})`;
  };

  const wait = () => {
    clearTimeout(now.timer);
    const rest = now.held ? REST : time();
    now.timer = setTimeout(onward, rest);
    const left = find(".time .left");
    left.style.animation = "none";
    left.getBoundingClientRect();
    left.style.animation = "";
    left.style.animationDuration = `${rest}ms`;
  };

  const turn = (way) => {
    const page = now.page + way;
    if (page >= 0 && page < now.pages) show(now.slide, page);
    else show(beside(way), way > 0 ? 0 : Infinity);
  };

  const onward = () => {
    keep(false);
    root.classList.add("idle");
    const before = now.slide;
    turn(1);
    if (now.slide !== before || now.slide === slides[0]) ask();
  };

  const keep = (held) => {
    now.held = held;
    root.classList.toggle("held", held);
    hold.textContent = held ? hold.dataset.held : go;
  };

  /* Another edition: the worker beside the page names it, in a file of a few lines. */

  const ask = async () => {
    if (Math.abs(Date.now() - now.asked) < ASK) return;
    now.asked = Date.now();
    try {
      const answer = await fetch("worker.js", { cache: "no-cache" });
      const told = answer.ok && /EDITION = "(\w+)"/.exec(await answer.text());
      if (!told || told[1] === root.dataset.edition) return;
      const worker = navigator.serviceWorker && (await navigator.serviceWorker.getRegistration());
      if (worker) await worker.update();
      history.replaceState({ sheet: now.slide.id }, "");
      location.reload();
    } catch (lost) {
      // No network: the screen goes on with what it has.
    }
  };

  /* Staff. */

  const act = (deed) => { deed(); root.classList.remove("idle"); };
  const holding = () => { keep(!now.held); wait(); };
  const keys = {
    ArrowLeft: () => turn(-1),
    ArrowRight: () => turn(1),
    " ": holding,
  };
  addEventListener("keydown", (event) => {
    const deed = keys[event.key];
    if (!deed || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === " " && event.target.tagName === "BUTTON") return;
    event.preventDefault();
    act(deed);
  });
  addEventListener("pointermove", () => root.classList.remove("idle"));
  addEventListener("resize", () => show(now.slide, now.page));
  find("button.before").addEventListener("click", () => act(keys.ArrowLeft));
  find("button.after").addEventListener("click", () => act(keys.ArrowRight));
  hold.addEventListener("click", () => act(holding));

  /* Begin. A screen has no way back: nothing on it leads away, and nothing needs a finger. */

  for (const each of all("main a")) each.removeAttribute("href");
  for (const each of all("main [tabindex]")) each.removeAttribute("tabindex");
  find(".controls").hidden = false;
  const left = slides.find((each) => history.state && each.id === history.state.sheet);
  show(left && !over(left) ? left : slides[0], 0);

  // The local server, which puts its own script in, is for those who write: nothing is kept there.
  if (navigator.serviceWorker && !find('script[src^="/-/"]')) {
    navigator.serviceWorker.register("worker.js").catch(() => {});
  }
})();

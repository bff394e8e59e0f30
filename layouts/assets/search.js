/* The search. What it says stands in the page; what it searches, in the files of a folder, each a
   script that hands its part to `DispatchSearch.take`, so that it works from a disk as well. */
"use strict";
var DispatchSearch = (function () {
  const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const VALUES = new Map(Array.from(SIGNS, (sign, at) => [sign, at]));
  const UNSEEN = /[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
  const PAGE = 10;
  const FIRST = 2; // files of texts that are fetched beside each other until something is found
  const AHEAD = 6; // and then
  const QUIETLY = 24; // and how many are read for the count alone
  const BEFORE = 24;
  const LENGTH = 110;
  const PAIRS = 5;

  /* Text as it is searched; the index is folded in the same way. */

  function fold(text) {
    return text.replace(UNSEEN, "").normalize("NFKC").toLowerCase().normalize("NFKC").replace(/ς/g, "σ").replace(/ß/g, "ss");
  }

  function terms(query) {
    const words = fold(query.replace(/\s+/g, "\n")).split(/\s+/).filter(Boolean);
    return words.filter((word, at) => words.indexOf(word) === at);
  }

  /* Fetching: a script for each part, once. */

  const wanted = new Map();

  function take(name, part) {
    const waiting = wanted.get(name);
    if (waiting) {
      waiting.part = part;
    }
  }

  function load(settings, name) {
    if (!wanted.has(name)) {
      const waiting = { part: null, promise: null };
      wanted.set(name, waiting);
      waiting.promise = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = settings.folder + name + ".js";
        script.onload = () => (waiting.part ? resolve(waiting.part) : reject(new Error(name)));
        script.onerror = () => {
          wanted.delete(name);
          reject(new Error(name));
        };
        document.head.appendChild(script);
      });
    }
    return wanted.get(name).promise;
  }

  /* Postings. */

  function spread(pair) {
    let mixed = Math.imul(pair[0].codePointAt(0), 0x9e3779b1) ^ Math.imul(pair[1].codePointAt(0), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
    return (mixed ^ (mixed >>> 12)) >>> 0;
  }

  /* Adds one to each document of a list, which is written as `postings.py` says. */
  function mark(list, marks) {
    const others = list[0] === "~";
    const signs = others ? list.slice(1) : list;
    const low = VALUES.get(signs[0]) || 0;
    const end = signs.length * 6;
    let at = 6;
    let place = -1;
    const bit = () => (VALUES.get(signs[Math.floor(at / 6)]) >> (5 - (at++ % 6))) & 1;
    while (at < end) {
      let gap = 0;
      while (at < end && bit()) {
        gap++;
      }
      if (at + low > end || (at === end && VALUES.get(signs[signs.length - 1]) & 1)) {
        break;
      }
      for (let rest = low; rest > 0; rest--) {
        gap = gap * 2 + bit();
      }
      place += gap + 1;
      marks[place] += others ? -1 : 1;
    }
    if (others) {
      for (let each = 0; each < marks.length; each++) {
        marks[each] += 1;
      }
    }
  }

  /* The pairs of a term: all of a short one, and of a long one those that touch each other. */
  function pairs(term) {
    const signs = Array.from(term);
    const found = [];
    for (let at = 0; at + 1 < signs.length; at++) {
      if (signs.length <= PAIRS + 1 || at % 2 === 0 || at + 2 === signs.length) {
        found.push([signs[at], signs[at + 1]]);
      }
    }
    return found;
  }

  /* Adds one to each document that may hold a pair, and tells whether it surely does. */
  async function ask(settings, pair, marks) {
    const hash = spread(pair);
    const shard = await load(settings, "p" + (hash % settings.shards));
    const names = Array.from(shard[0]);
    for (let at = 0; at < names.length; at += 2) {
      if (names[at] === pair[0] && names[at + 1] === pair[1]) {
        mark(shard[1].split(" ")[at / 2], marks);
        return true;
      }
    }
    mark(shard[2].split(" ")[Math.floor(hash / settings.shards) % settings.slots], marks);
    return false;
  }

  async function facets(settings, filters, marks) {
    const parts = await load(settings, "facets");
    let asked = 0;
    for (const [name, values, width, column] of parts) {
      if (filters[name]) {
        asked++;
        const value = values.indexOf(filters[name]) + 1;
        for (let at = 0; value && at < marks.length; at++) {
          let place = 0;
          for (let sign = at * width; sign < at * width + width; sign++) {
            place = place * SIGNS.length + VALUES.get(column[sign]);
          }
          marks[at] += place === value ? 1 : 0;
        }
      }
    }
    return asked;
  }

  /* A query under way: which documents may answer it, and those that were found to. */
  class Search {
    constructor(settings, query, filters) {
      this.settings = settings;
      this.terms = terms(query);
      this.filters = filters;
      this.found = [];
      this.at = 0;
    }

    async prepare() {
      const marks = new Uint16Array(this.settings.documents);
      const asked = [].concat(...this.terms.map(pairs));
      const filtered = Object.keys(this.filters).some((name) => this.filters[name]);
      const [count, ...sure] = await Promise.all([
        filtered ? facets(this.settings, this.filters, marks) : 0,
        ...asked.map((pair) => ask(this.settings, pair, marks)),
      ]);
      const all = asked.length + count;
      this.candidates = [];
      marks.forEach((marked, place) => {
        if (marked === all) {
          this.candidates.push(place);
        }
      });
      this.exact = sure.every(Boolean) && this.terms.every((term) => Array.from(term).length === 2);
      return this;
    }

    get done() {
      return this.at >= this.candidates.length;
    }

    get least() {
      return this.exact ? this.candidates.length : this.found.length;
    }

    get most() {
      return this.exact ? this.candidates.length : this.found.length + this.candidates.length - this.at;
    }

    /* Numbers of the files of texts that are still to be read, in their order. */
    ahead(limit) {
      const chunk = this.settings.chunk;
      const numbers = [];
      for (let at = this.at; at < this.candidates.length && numbers.length < limit; at++) {
        const number = Math.floor(this.candidates[at] / chunk);
        if (numbers[numbers.length - 1] !== number) {
          numbers.push(number);
        }
      }
      return numbers;
    }

    /* Reads on until so many are found in all; calls back after each file. */
    async read(until, told, stopped) {
      const chunk = this.settings.chunk;
      while (!this.done && this.found.length < until && !(stopped && stopped())) {
        const number = Math.floor(this.candidates[this.at] / chunk);
        const short = until - this.found.length;
        this.ahead(Math.min(this.found.length ? AHEAD : FIRST, short)).forEach((each) => load(this.settings, "t" + each).catch(() => {}));
        const rows = await load(this.settings, "t" + number);
        while (!this.done && Math.floor(this.candidates[this.at] / chunk) === number && this.found.length < until) {
          const row = rows[this.candidates[this.at] % chunk];
          if (this.exact || this.holds(row)) {
            this.found.push(row);
          }
          this.at++;
        }
        if (told) {
          told();
        }
      }
      return this;
    }

    holds(row) {
      if (row.folded === undefined) {
        row.folded = fold(row[1] + "\n" + row[2] + "\n" + row[6]);
      }
      return this.terms.every((term) => row.folded.indexOf(term) >= 0);
    }
  }

  /* Snippets. */

  /* Text with, for each place in its folded form, where the sign that it is of begins and ends. */
  function mapped(text) {
    const first = [];
    const last = [];
    let parts = "";
    let at = 0;
    for (const sign of text) {
      const part = fold(sign);
      for (let each = 0; each < part.length; each++) {
        first.push(at);
        last.push(at + sign.length);
      }
      parts += part;
      at += sign.length;
    }
    const whole = fold(text);
    // Signs that fold together, such as letters with marks, are shown as they were folded.
    return whole === parts ? { text, whole, first, last } : { text: whole, whole, first: null, last: null };
  }

  /* Where words stand in a text, in order and apart from each other. */
  function spans(seen, words) {
    const found = [];
    for (const word of words) {
      for (let at = seen.whole.indexOf(word); at >= 0; at = seen.whole.indexOf(word, at + word.length)) {
        const end = at + word.length;
        found.push(seen.first ? [seen.first[at], seen.last[end - 1]] : [at, end]);
      }
    }
    found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    let reached = -1;
    return found.filter(([first, last]) => first >= reached && (reached = last));
  }

  function put(target, seen, marks, from, to) {
    let at = from;
    if (from > 0) {
      target.append("…");
    }
    for (const [first, last] of marks) {
      if (last > from && first < to) {
        target.append(seen.text.slice(at, Math.max(first, from)));
        const marked = document.createElement("mark");
        marked.textContent = seen.text.slice(Math.max(first, from), Math.min(last, to));
        target.append(marked);
        at = Math.min(last, to);
      }
    }
    target.append(seen.text.slice(at, to) + (to < seen.text.length ? "…" : ""));
  }

  /* Up to two windows of a text: at what was found first, and at another word out of its sight. */
  function snippet(target, text, words) {
    const seen = mapped(text.replace(/\n/g, " "));
    const marks = spans(seen, words);
    const first = marks.length ? Math.max(0, marks[0][0] - BEFORE) : 0;
    const seenWords = (from) => words.filter((word) => seen.whole.slice(from, from + LENGTH).indexOf(word) >= 0);
    const missing = words.filter((word) => seenWords(first).indexOf(word) < 0 && seen.whole.indexOf(word) >= 0);
    const other = missing.length ? spans(seen, missing.slice(0, 1))[0] : null;
    const length = other ? Math.floor(LENGTH / 2) : LENGTH;
    put(target, seen, marks, first, Math.min(seen.text.length, first + length));
    if (other) {
      const from = Math.max(first + length, other[0] - BEFORE);
      put(target, seen, marks, from, Math.min(seen.text.length, from + length));
    }
  }

  /* The page. */

  function settingsOf(form) {
    return {
      folder: form.dataset.index,
      root: form.dataset.root,
      documents: Number(form.dataset.documents),
      chunk: Number(form.dataset.chunk),
      shards: Number(form.dataset.shards),
      slots: Number(form.dataset.slots),
    };
  }

  function begin(form) {
    const settings = settingsOf(form);
    const status = document.getElementById("found-status");
    const list = document.getElementById("found");
    const more = document.getElementById("found-more");
    const words = new Map(Array.from(document.getElementById("found-words").content.querySelectorAll("[data-key]"), (each) => [each.dataset.key, each.textContent]));
    const pattern = document.getElementById("found-one").content;
    const fields = Array.from(form.elements).filter((each) => each.name);
    let turn = 0;
    let search = null;

    function say(key, values) {
      const text = (words.get(key) || "").replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? values[name] : whole));
      if (status.textContent !== text) {
        status.textContent = text;
      }
    }

    function day(text) {
      const [year, month, date] = text.split("-").map(Number);
      return words.get("day").replace("{year}", year).replace("{month}", words.get("month." + month)).replace("{day}", date);
    }

    function show(row) {
      const one = pattern.cloneNode(true);
      const part = (name) => one.querySelector("[data-part=" + name + "]");
      const link = part("title");
      link.href = settings.root + row[0].split("/").map(encodeURIComponent).join("/") + (location.protocol === "file:" ? "index.html" : "");
      const title = mapped(row[1]);
      put(link, title, spans(title, search.terms), 0, title.text.length);
      snippet(part("text"), row[6], search.terms);
      part("unit").textContent = row[2];
      part("kind").textContent = words.get("kind." + row[4]) || "";
      if (row[3]) {
        part("day").dateTime = row[3];
        part("day").textContent = day(row[3]);
      }
      if (row[5] && row[5] !== "in-force") {
        part("state").textContent = words.get("state." + row[5]) || "";
        one.querySelector("li").classList.add("is-past");
      } else {
        part("state").remove();
      }
      list.append(one);
    }

    function count() {
      const numbers = { least: search.least.toLocaleString("en"), most: search.most.toLocaleString("en") };
      if (search.least === search.most) {
        say(search.least ? "exact" : "nothing", numbers);
      } else {
        say(search.least ? "between" : "looking", numbers);
      }
    }

    async function page(mine) {
      const stopped = () => mine !== turn;
      const until = list.children.length + PAGE;
      const fill = () => {
        if (!stopped()) {
          search.found.slice(list.children.length, until).forEach(show);
          count();
        }
      };
      list.setAttribute("aria-busy", "true");
      fill();
      await search.read(until, fill, stopped);
      if (stopped()) {
        return;
      }
      list.setAttribute("aria-busy", "false");
      if (!search.exact && search.ahead(QUIETLY + 1).length <= QUIETLY) {
        await search.read(Infinity, null, stopped);
      }
      if (!stopped()) {
        count();
        more.hidden = search.done && search.found.length <= list.children.length;
      }
    }

    async function run() {
      const mine = ++turn;
      const filters = {};
      fields.filter((each) => each.name !== "q").forEach((each) => (filters[each.name] = each.value));
      const asked = form.elements.q.value.trim() || fields.some((each) => each.value);
      list.textContent = "";
      more.hidden = true;
      document.body.classList.toggle("is-searching", Boolean(asked));
      list.setAttribute("aria-busy", String(Boolean(asked)));
      if (!asked) {
        status.textContent = "";
        return;
      }
      say("looking");
      try {
        const next = await new Search(settings, form.elements.q.value, filters).prepare();
        if (mine === turn) {
          search = next;
          await page(mine);
        }
      } catch (fault) {
        if (mine === turn) {
          list.setAttribute("aria-busy", "false");
          say("stale");
        }
      }
    }

    function fromAddress() {
      const asked = new URLSearchParams(location.search);
      fields.forEach((each) => {
        each.value = asked.get(each.name) || "";
      });
      run();
    }

    function submit(event) {
      const asked = new URLSearchParams(location.search);
      for (const each of fields) {
        if (each.value.trim()) {
          asked.set(each.name, each.value.trim());
        } else {
          asked.delete(each.name);
        }
      }
      const address = location.pathname + (String(asked) ? "?" + asked : "");
      try {
        if (address !== location.pathname + location.search) {
          history.pushState(null, "", address);
        }
      } catch (fault) {
        return; // some browsers keep the address of a file as it is: the form goes there by itself
      }
      event.preventDefault();
      run();
    }

    function move(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [form.elements.q, ...list.querySelectorAll("[data-part=title]")];
      const at = stops.indexOf(document.activeElement);
      if (step && at >= 0 && stops[at + step] && !event.altKey && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        stops[at + step].focus();
      }
    }

    form.addEventListener("submit", submit);
    form.addEventListener("change", (event) => {
      if (event.target.tagName === "SELECT") {
        document.getElementById("search-go").click();
      }
    });
    more.addEventListener("click", () => {
      const before = list.children.length;
      page(turn).then(() => {
        const next = list.children[before];
        if (next) {
          next.querySelector("a").focus({ preventScroll: true });
        }
      }, () => say("stale"));
    });
    document.addEventListener("keydown", move);
    window.addEventListener("popstate", fromAddress);
    document.body.classList.add("can-search");
    fromAddress();
  }

  document.addEventListener("keydown", (event) => {
    const box = document.querySelector("form[data-index] input[type=search], main input[type=search]") || document.querySelector("input[type=search]");
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && box && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
    }
  });

  const form = document.querySelector("form[data-index]");
  if (form) {
    begin(form);
  }

  /* The paths of all documents that hold every word of a query, newest first. */
  async function all(query, filters) {
    const search = await new Search(settingsOf(form), query, filters || {}).prepare();
    await search.read(Infinity);
    return search.found.map((row) => row[0]);
  }

  return { take, all, fold, terms };
})();

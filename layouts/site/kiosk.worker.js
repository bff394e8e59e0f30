// Keeps one board for a screen that may lose its network: the page from the network as long as
// there is one, what was kept of it where there is none. Nothing else is kept, and nobody asked.
"use strict";

const EDITION = {{ edition | tojson }};
const FILES = {{ files | tojson }};
const PATIENCE = 10000;
const OURS = `kiosk ${self.registration.scope} `;
const NAME = OURS + EDITION;
const KEPT = new Set(FILES.map((file) => new URL(file, self.location).href));

const keep = async () => {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  await self.skipWaiting();
};

const clear = async () => {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OURS) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
};

const late = () => new Promise((_, fail) => setTimeout(fail, PATIENCE, new Error("late")));

const page = async (request) => {
  const cache = await caches.open(NAME);
  const kept = await cache.match(FILES[0]);
  if (!kept) return fetch(request);
  const answer = await Promise.race([fetch(request), late()]).catch(() => kept);
  return answer.ok ? answer : kept;
};

const file = async (request) => {
  const cache = await caches.open(NAME);
  return (await cache.match(request)) || fetch(request);
};

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(clear()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (KEPT.has(request.url) && request.url !== self.registration.scope) event.respondWith(file(request));
});

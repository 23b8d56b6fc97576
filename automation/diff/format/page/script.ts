/**
 * What the page does beyond what a document does: it filters. It only hides and shows, opens and closes what is there,
 * and makes no markup. Plain JavaScript as browsers have had it since 2020: it goes into the page as it stands here.
 */
export const SCRIPT = `
"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const count = document.getElementById("count");
  const section = document.getElementById("changes");
  const stacks = [...section.querySelectorAll(".stack")].map((element) => ({ element, title: element.querySelector("h3").textContent }));
  const changes = [...section.querySelectorAll(".change")].map((element) => ({
    element,
    stack: element.closest(".stack"),
    component: element.closest(".component"),
    fold: element.closest(".noise"),
    within: element.dataset.in.split(" "),
    shown: true,
  }));
  const titles = new Map(stacks.map(({ element, title }) => [element, title]));
  const textOf = (change) =>
    (change.text ??= [titles.get(change.stack), change.component.querySelector("h4")?.textContent ?? "", change.element.textContent].join(" ").toLowerCase());
  const put = (element, name, value) => { if (element[name] !== value) element[name] = value; };

  const filter = () => {
    const given = new FormData(form);
    const [stack, environment, risk] = ["stack", "in", "risk"].map((name) => given.get(name));
    const kinds = new Set(given.getAll("kind"));
    const words = given.get("text").toLowerCase().split(/\\s+/).filter((word) => word !== "");
    section.dataset.only = environment;
    const alive = new Set();
    let shown = 0;
    for (const change of changes) {
      const { element, within } = change;
      change.shown =
        kinds.has(element.dataset.kind) &&
        (stack === "" || change.stack.id === stack) &&
        (environment === "" || within.includes(environment)) &&
        (risk === "" || element.dataset.risk === "high" || element.dataset.risk === risk) &&
        words.every((word) => textOf(change).includes(word));
      put(element, "hidden", !change.shown);
      if (!change.shown) continue;
      shown += 1;
      for (const place of [change.stack, change.component, change.fold]) alive.add(place);
    }
    const narrowed = shown < changes.length;
    for (const { component, fold } of changes) {
      put(component, "hidden", !alive.has(component));
      if (fold) {
        put(fold, "hidden", !alive.has(fold));
        put(fold, "open", words.length > 0 && alive.has(fold));
      }
    }
    // A stack in which no resource differs is still said to differ, as long as nothing is looked for.
    for (const { element } of stacks) put(element, "hidden", narrowed && !alive.has(element));
    const all = changes.length + (changes.length === 1 ? " change" : " changes");
    put(count, "textContent", narrowed ? shown + " of " + all + " shown" : all);
  };

  let waiting;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.name === "text") { event.target.value = ""; soon(); }
  });
  const open = (value) => {
    for (const change of changes) {
      if (!change.shown) continue;
      const own = change.element.querySelector("details");
      if (own) put(own, "open", value);
      if (value && change.fold) put(change.fold, "open", true);
    }
  };
  document.getElementById("unfold").addEventListener("click", () => open(true));
  document.getElementById("fold").addEventListener("click", () => open(false));

  const arrive = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.closest("[hidden]")) { form.reset(); filter(); }
    for (let place = target; place; place = place.parentElement) if (place.localName === "details") place.open = true;
    const own = target.querySelector(":scope > details");
    if (own && target.matches(".change, section")) own.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", arrive);

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")].filter((one) => !one.closest("[hidden]"));
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of folded) one.open = false; });

  form.hidden = false;
  filter();
  arrive();
})();
`;

// How does the page filter? By text, profile, outcome and implementation; the state is in the address.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const form = document.getElementById("filter");
  const fields = ["q", "profile", "outcome", "implementation"].map((id) => document.getElementById(id));
  const [q, profile, outcome, implementation] = fields;
  const vectors = all("details.vector");
  const implementations = all("details.implementation");
  const clauses = all(".clause");
  const mutants = all(".mutant");
  const questions = all(".question");
  const matrix = document.getElementById("matrix");
  const PASS = data.outcomes.indexOf("pass");
  const FAILURES = ["false-accept", "false-reject", "fault", "unstable", "vacuous"].map((name) => data.outcomes.indexOf(name));
  const WRONG_REASON = data.outcomes.indexOf("wrong-reason");

  const offer = (select, names, words = (name) => name) => names.forEach((name) => select.append(new Option(words(name), name)));
  offer(profile, data.profiles);
  offer(outcome, data.outcomes, (name) => name.replace("-", " "));
  offer(implementation, data.implementations.map(([name]) => name));

  // What came of a vector for an implementation, the passes among it: [outcome, profiles, about].
  const patterns = data.rows.map((row) => {
    const found = new Map();
    for (const [pattern, ...who] of row) who.forEach((at) => found.set(at, pattern));
    return found;
  });
  const told = (vector, who) => {
    const listed = data.patterns[patterns[vector].get(who) ?? 0];
    const rest = listed.reduce((left, [rank, profiles]) => (rank === WRONG_REASON ? left : left & ~profiles), data.vectors[vector] & data.implementations[who][1]);
    return rest ? [...listed, [PASS, rest, ""]] : listed;
  };
  const everybody = data.implementations.map((_, who) => who);

  const texts = new Map();
  const text = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };

  const names = (profiles) => data.profiles.filter((_, at) => profiles & (1 << at));
  const words = ([rank, profiles, about], of) => {
    const where = names(profiles).length === names(of).length ? "" : ` under ${names(profiles).join(", ")}`;
    return `${data.outcomes[rank].replace("-", " ")}${about && ` (${about})`}${where}`;
  };

  // Writes beside each vector what the chosen implementation answers.
  const tell = (element, vector, who) => {
    let its = element.querySelector(".its");
    if (who === undefined) {
      its?.remove();
      return;
    }
    if (!its) {
      its = document.createElement("span");
      its.className = "its";
      element.querySelector("summary").append(its);
    }
    its.textContent = told(vector, who).map((one) => words(one, data.vectors[vector])).join("; ") || "not asked";
  };

  const show = (elements, wanted) => {
    let shown = 0;
    elements.forEach((element, at) => {
      element.hidden = !wanted(element, at);
      if (!element.hidden) shown += 1;
    });
    return shown;
  };

  const filter = () => {
    const needles = q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const says = (element) => needles.every((needle) => text(element).includes(needle));
    const place = data.profiles.indexOf(profile.value);
    const bits = place < 0 ? -1 : 1 << place;
    const ranks = outcome.value === "failure" ? FAILURES : [data.outcomes.indexOf(outcome.value)];
    const chosen = implementation.selectedIndex > 0 ? implementation.selectedIndex - 1 : undefined;
    const does = (vector, who) => told(vector, who).some(([rank, profiles]) => profiles & bits && (!outcome.value || ranks.includes(rank)));
    const who = chosen === undefined ? everybody : [chosen];
    const free = chosen === undefined && !outcome.value;

    const counts = [
      [show(vectors, (element, at) => {
        const wanted = data.vectors[at] & bits && says(element) && (free || who.some((one) => does(at, one)));
        if (wanted || chosen === undefined) tell(element, at, chosen);
        return wanted;
      }), vectors, "vectors"],
      [show(implementations, (element, at) =>
        says(element) && (chosen === undefined || chosen === at) && data.implementations[at][1] & bits
          && (!outcome.value || vectors.some((_, vector) => does(vector, at)))), implementations, "implementations"],
      [show(clauses, (element) => says(element) && (chosen === undefined
        || [...element.querySelectorAll(".who > li > a")].some((link) => link.textContent === implementation.value))), clauses, "sentences"],
    ];
    show(mutants, (element) => says(element) && (chosen === undefined
      || [...element.querySelectorAll("li a")].some((link) => link.textContent === implementation.value)));
    show(questions, says);
    show([...matrix.tBodies[0].rows], (_, at) => !implementations[at].hidden);
    for (const row of matrix.rows) {
      [...row.cells].forEach((cell, at) => { cell.hidden = place >= 0 && at > 1 && at !== place + 2; });
    }
    for (const section of all(".topic, .document")) {
      section.hidden = ![...section.querySelectorAll(".vector, .clause")].some((element) => !element.hidden);
    }
    for (const [shown, elements] of counts) {
      const empty = elements[0]?.closest("main > section").querySelector(".empty");
      if (empty) empty.hidden = shown > 0;
    }
    const number = (value) => value.toLocaleString("en");
    document.getElementById("count").textContent =
      counts.map(([shown, elements, noun]) => `${shown === elements.length ? "" : `${number(shown)} of `}${number(elements.length)} ${noun}`).join(", ");
  };

  const remember = () => {
    const state = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.id, field.value]));
    history.replaceState(null, "", state.size ? `#?${state}` : "#");
  };

  // An address names a state, or something on the page, which has to be seen then.
  const go = () => {
    if (location.hash.startsWith("#?")) {
      const state = new URLSearchParams(location.hash.slice(2));
      fields.forEach((field) => { field.value = state.get(field.id) ?? ""; });
      fields.filter((field) => field.selectedIndex < 0).forEach((field) => { field.value = ""; });
      filter();
      return;
    }
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) {
      fields.forEach((field) => { field.value = ""; });
      filter();
    }
    for (let element = target; element; element = element.parentElement) {
      if (element.localName === "details") element.open = true;
    }
    target.scrollIntoView();
    if (target.localName === "details") target.querySelector("summary").focus({ preventScroll: true });
  };

  let waiting;
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { filter(); remember(); }, event.target === q ? 150 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { filter(); remember(); }));
  addEventListener("hashchange", go);
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      q.focus();
      q.select();
    }
  });

  form.hidden = false;
  filter();
  go();
})();

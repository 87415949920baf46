// <form data-filter="#list">: updates the list while the user types, and the URL, so that a reload shows the same.
let waiting;
let running;

async function follow(form) {
  running?.abort();
  running = new AbortController();
  const query = new URLSearchParams(new FormData(form));
  for (const [key, value] of [...query]) if (!value) query.delete(key);
  const address = `${location.pathname}${query.size ? `?${query}` : ""}`;
  try {
    const answer = await fetch(address, { signal: running.signal, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(form.dataset.filter);
    if (!fresh) throw new Error("no list");
    document.querySelector(form.dataset.filter).replaceWith(document.adoptNode(fresh));
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-filter]");
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(follow, 250, form);
});

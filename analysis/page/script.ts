// The page's few lines of script: sorting, the number inspector, the choice of light or dark. All of it optional.

/** Runs in the browser; the page says the same without it. */
export const script = `
(() => {
  const root = document.documentElement;
  const nav = document.querySelector("nav ul");
  const button = document.createElement("button");
  const isDark = () => root.style.colorScheme
    ? root.style.colorScheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
  button.type = "button";
  button.addEventListener("click", () => { root.style.colorScheme = isDark() ? "light" : "dark"; name(); });
  name();
  const item = document.createElement("li");
  item.append(button);
  nav.append(item);

  const valueOf = (row, column) => {
    const cell = row.children[column];
    const value = cell.dataset.value;
    return value === undefined ? cell.textContent.trim() : Number(value);
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return a.localeCompare(b, "en");
  };
  const sort = (head) => {
    const ascending = head.getAttribute("aria-sort") !== "ascending";
    const column = [...head.parentElement.children].indexOf(head);
    const body = head.closest("table").tBodies[0];
    const rows = [...body.rows].sort((a, b) => (ascending ? 1 : -1) * compare(valueOf(a, column), valueOf(b, column)));
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    body.append(...rows);
  };
  for (const head of document.querySelectorAll("th[data-sort]")) {
    head.tabIndex = 0;
    head.addEventListener("click", () => sort(head));
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(head); });
  }

  const inspector = document.getElementById("inspector");
  const [title, sources, close] = ["b", "pre", "button"].map((part) => inspector.querySelector(part));
  const hide = () => { inspector.hidden = true; };
  close.addEventListener("click", hide);
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-value]");
    if (!cell) return;
    [title.textContent, sources.textContent] = cell.title.split(/\\n([^]*)/);
    inspector.hidden = false;
  });
})();
`;

// SPDX-License-Identifier: Apache-2.0
// Tables that sort, filter and download.
const FORMULA = /^(\s*[=+\-@|\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/;

// As safe_cell() in cells.py: a spreadsheet shows a text as it is.
const csvCell = (value) => {
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const download = (name, rows) => {
  const text = rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const inOrder = (a, b) => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
};

// columns: {head, value(row), shown(row) where it differs, number}; rows: any numbers.
class SortedTable {
  constructor(root, { name, columns, rows, words, dates }) {
    Object.assign(this, { root, name, columns, rows, words, dates, column: 0, ascending: true,
      page: 0, size: 25, shown: rows });
    this.controls();
    this.head();
    this.body = element(this.table, "tbody");
    this.pages();
    this.update();
  }

  controls() {
    const bar = element(this.root, "div", undefined, "controls");
    const input = (text, type, style) => {
      const label = element(bar, "label", `${text} `);
      const made = element(label, "input", undefined, style);
      made.type = type;
      made.addEventListener("input", () => { this.page = 0; this.update(); });
      return made;
    };
    this.filter = input("Filter", "search", "filter");
    if (this.dates) {
      this.since = input("Leaves from", "date", "since");
      this.until = input("to", "date", "until");
    }
    const button = element(bar, "button", "Download CSV", "download");
    button.type = "button";
    button.addEventListener("click", () => download(`${this.name}.csv`, [
      this.columns.map((column) => column.head),
      ...this.shown.map((row) => this.columns.map((column) => column.value(row) ?? ""))]));
    this.found = element(this.root, "p", "", "found note");
    this.found.setAttribute("role", "status");
  }

  head() {
    const scroll = element(this.root, "div", undefined, "scroll");
    this.table = element(scroll, "table");
    const row = element(element(this.table, "thead"), "tr");
    this.heads = this.columns.map((column, n) => {
      const cell = element(row, "th", undefined, column.number ? "number" : "");
      cell.scope = "col";
      const button = element(cell, "button", column.head);
      button.type = "button";
      button.addEventListener("click", () => {
        this.ascending = this.column === n ? !this.ascending : !column.number;
        this.column = n;
        this.page = 0;
        this.update();
      });
      return cell;
    });
  }

  pages() {
    const bar = element(this.root, "div", undefined, "controls pages");
    const step = (text, by) => {
      const button = element(bar, "button", text);
      button.type = "button";
      button.addEventListener("click", () => { this.page += by; this.fill(); });
      return button;
    };
    this.back = step("Previous", -1);
    this.where = element(bar, "span", "", "note");
    this.next = step("Next", 1);
  }

  matches(row, words) {
    if (this.since && this.since.value && this.dates(row) < this.since.value) return false;
    if (this.until && this.until.value && this.dates(row) > this.until.value) return false;
    const text = this.words(row).toLowerCase();
    return words.every((word) => text.includes(word));
  }

  update() {
    const words = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const { value } = this.columns[this.column];
    const sign = this.ascending ? 1 : -1;
    this.shown = this.rows.filter((row) => this.matches(row, words))
      .sort((a, b) => sign * inOrder(value(a) ?? -1, value(b) ?? -1) || a - b);
    this.heads.forEach((cell, n) => {
      const order = this.ascending ? "ascending" : "descending";
      if (n === this.column) cell.setAttribute("aria-sort", order);
      else cell.removeAttribute("aria-sort");
    });
    this.found.textContent = `${count(this.shown.length)} of ${count(this.rows.length)} rows`;
    this.fill();
  }

  fill() {
    const last = Math.max(0, Math.ceil(this.shown.length / this.size) - 1);
    this.page = Math.min(Math.max(this.page, 0), last);
    this.back.disabled = this.page === 0;
    this.next.disabled = this.page === last;
    this.where.textContent = `Page ${count(this.page + 1)} of ${count(last + 1)}`;
    this.body.replaceChildren();
    for (const row of this.shown.slice(this.page * this.size, (this.page + 1) * this.size)) {
      const line = element(this.body, "tr");
      for (const column of this.columns) {
        const value = column.value(row);
        const text = typeof value === "number" ? count(value, column.digits) : value ?? "";
        element(line, "td", text, column.number ? "number" : column.style ?? "");
      }
    }
  }
}

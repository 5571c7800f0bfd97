// SPDX-License-Identifier: Apache-2.0
// What moves on a report: maps with a day to choose, tables that sort and filter, downloads.
// Texts of the case are only ever set by textContent or as option text; nothing here builds markup.
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const data = JSON.parse(document.getElementById("data").textContent);
  const count = (number, digits = 0) => number.toLocaleString("en-US", { minimumFractionDigits: digits });
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];

  const day = (period) => {
    const label = data.periods[period];
    const [year, month, date] = label.slice(0, 10).split("-").map(Number);
    const hour = label.length > 10 ? `, ${label.slice(11, 16)}` : "";
    return `${date} ${MONTHS[month - 1]} ${year}${hour}`;
  };

  const element = (parent, name, text, style) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (style) made.className = style;
    parent.append(made);
    return made;
  };

  const drawn = (parent, name, attributes) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };

  // The reverse of packed() in cells.py.
  const unpacked = (text, length) => {
    const bytes = atob(text);
    const values = new Int32Array(length);
    let at = 0;
    const next = () => {
      let number = 0;
      let unit = 1;
      for (;;) {
        const byte = bytes.charCodeAt(at++);
        number += (byte & 127) * unit;
        if (byte < 128) return number;
        unit *= 128;
      }
    };
    let value = 0;
    for (let n = 0; n < length;) {
      const code = next();
      if (code) {
        value += code % 2 ? -(code + 1) / 2 : code / 2;
        values[n++] = value;
      } else {
        for (let same = next() + 1; same > 0; --same) values[n++] = value;
      }
    }
    return values;
  };

  // ---- maps ----

  // Six steps up to the most, each about as many times as large as the one before; 1, 2, 3, ... where
  // the most is small. The lower ends, in units of the panel.
  const steps = (most, unit) => {
    if (most <= 6 * unit) {
      return Array.from({ length: Math.max(1, Math.ceil(most / unit)) }, (_, n) => n * unit + 1);
    }
    const ends = new Set([1]);
    for (let n = 1; n < 6; ++n) {
      const end = (most / unit) ** (n / 6);
      const round = 10 ** Math.floor(Math.log10(end) - (end >= 10 ? 1 : 0));
      ends.add(Math.max(1, Math.round(end / round) * round) * unit);
    }
    return [...ends].sort((a, b) => a - b);
  };

  class Measure {
    constructor(name, words) {
      const panel = data.map.panels[name];
      this.periods = data.periods.length;
      this.words = words;
      this.unit = panel.scale;
      this.values = unpacked(panel.data, data.ids.length * this.periods);
      let most = 0;
      for (const value of this.values) if (value > most) most = value;
      this.most = most;
      this.ends = steps(most, this.unit);
    }

    at(place, period) { return this.values[place * this.periods + period]; }

    shade(value) {
      if (value <= 0) return 0;
      let step = 0;
      while (step < this.ends.length && this.ends[step] <= value) ++step;
      // The last of few steps is as dark as the last of six.
      return 1 + Math.round((Math.max(step, 1) - 1) * 5 / Math.max(this.ends.length - 1, 1));
    }

    said(value) { return count(value / this.unit); }

    // What each shade stands for, lightest first.
    ranges() {
      return this.ends.map((low, n) => {
        const last = n + 1 < this.ends.length ? this.ends[n + 1] - 1 : this.most;
        const from = this.unit === 1 ? count(low) : this.said(low);
        return { shade: this.shade(low), text: last > low ? `${from} to ${this.said(last)}` : from };
      });
    }
  }

  const MOST_ROADS = 150; // drawn at once; more would hide the map

  class MapView {
    constructor(root) {
      this.root = root;
      this.find = (name) => root.querySelector(name);
      this.withShipments = root.dataset.map === "days";
      this.measures = {};
      this.period = Number(this.find("input.day").value);
      this.picked = -1;
      this.timer = null;
      this.draw();
      this.listen();
      this.show();
    }

    get measure() {
      const chosen = this.find(".measure");
      const select = chosen.tagName === "SELECT";
      const name = select ? chosen.value : chosen.dataset.value;
      const words = select ? chosen.selectedOptions[0].textContent : chosen.dataset.text;
      return this.measures[name] ??= new Measure(name, words);
    }

    draw() {
      const map = data.map;
      const svg = drawn(this.find(".figure"), "svg",
        { viewBox: `0 0 ${map.width} ${map.height}`, role: "img", "aria-label": "Map" });
      if (map.background) drawn(svg, "path", { d: map.background, class: "background" });
      this.shapes = map.shapes.map((path, place) => {
        if (!path) return null;
        return drawn(svg, "path", { d: path, "data-place": place });
      });
      drawn(svg, "path", { d: map.borders || "M0,0", class: "borders" });
      const crowded = map.points.length > 400;
      map.points.forEach((point, place) => {
        if (!point.length || this.shapes[place]) return;
        this.shapes[place] = drawn(svg, "circle",
          { cx: point[0], cy: point[1], r: crowded ? 3 : 7, "data-place": place });
      });
      this.roads = drawn(svg, "g", {});
      this.svg = svg;
      const select = this.find(".place");
      data.names.forEach((name, place) => {
        if (!this.shapes[place]) return;
        const option = element(select, "option", name);
        option.value = place;
      });
    }

    listen() {
      const slider = this.find("input.day");
      slider.addEventListener("input", () => { this.stop(); this.go(Number(slider.value)); });
      this.find(".play").addEventListener("click", () => (this.timer ? this.stop() : this.play()));
      const measure = this.find("select.measure");
      if (measure) measure.addEventListener("change", () => this.show());
      const ways = this.find(".ways");
      if (ways) ways.addEventListener("change", () => this.show());
      const place = this.find(".place");
      place.addEventListener("change", () => { this.picked = Number(place.value); this.show(); });
      this.svg.addEventListener("click", (event) => {
        const hit = event.target.dataset.place;
        if (hit === undefined) return;
        place.value = hit;
        this.picked = Number(hit);
        this.show();
      });
      this.svg.addEventListener("pointermove", (event) => {
        const hit = event.target.dataset.place;
        this.find(".picked").textContent = this.sentence(hit === undefined ? this.picked : Number(hit));
      });
    }

    play() {
      if (this.period === data.periods.length - 1) this.period = 0;
      this.find(".play").textContent = "Stop";
      this.find(".play").setAttribute("aria-pressed", "true");
      this.find(".said").setAttribute("aria-live", "off");
      this.timer = setInterval(() => {
        if (this.period + 1 >= data.periods.length) this.stop();
        else this.go(this.period + 1);
      }, 150);
    }

    stop() {
      clearInterval(this.timer);
      this.timer = null;
      this.find(".play").textContent = "Play";
      this.find(".play").setAttribute("aria-pressed", "false");
      this.find(".said").setAttribute("aria-live", "polite");
    }

    go(period) {
      this.period = period;
      this.show();
    }

    show() {
      const measure = this.measure;
      const slider = this.find("input.day");
      slider.value = this.period;
      slider.setAttribute("aria-valuetext", day(this.period));
      this.shapes.forEach((shape, place) => {
        if (!shape) return;
        const picked = place === this.picked ? " picked-shape" : "";
        shape.setAttribute("class",
          `place-shape k${measure.shade(measure.at(place, this.period))}${picked}`);
      });
      const moving = this.withShipments ? this.showShipments() : "";
      this.find(".said").textContent = `${day(this.period)}: ${this.total(measure)}${moving}`;
      this.find(".picked").textContent = this.sentence(this.picked);
      this.showLegend(measure);
      this.showTop(measure);
    }

    total(measure) {
      let sum = 0;
      let places = 0;
      let most = 0;
      for (let place = 0; place < data.ids.length; ++place) {
        const value = measure.at(place, this.period);
        sum += value;
        places += value > 0 ? 1 : 0;
        if (value > most) most = value;
      }
      const where = `in ${count(places)} ${places === 1 ? "place" : "places"}`;
      if (this.withShipments) return `${measure.said(sum)} ${measure.words} ${where}`;
      if (!places) return "one more device would save no patient anywhere";
      return `one more device saves up to ${measure.said(most)} patients, and some ${where}`;
    }

    showShipments() {
      const list = data.shipments;
      const leaving = [];
      list.depart.forEach((period, n) => { if (period === this.period) leaving.push(n); });
      leaving.sort((a, b) => list.quantity[b] - list.quantity[a] || a - b);
      this.roads.replaceChildren();
      this.roads.setAttribute("class", leaving.length > 40 ? "many" : "");
      if (this.find(".ways")?.checked) {
        for (const n of leaving.slice(0, MOST_ROADS)) {
          this.showRoad(data.map.points[list.origin[n]], data.map.points[list.destination[n]],
            list.quantity[n]);
        }
      }
      if (!leaving.length) return "; nothing leaves";
      const devices = leaving.reduce((sum, n) => sum + list.quantity[n], 0);
      const drawn = leaving.length > MOST_ROADS ? `, of which the ${MOST_ROADS} largest are drawn` : "";
      return `; ${count(devices)} ${devices === 1 ? "device leaves" : "devices leave"} in `
        + `${count(leaving.length)} ${leaving.length === 1 ? "shipment" : "shipments"}${drawn}`;
    }

    // A bow that ends in an arrow.
    showRoad(from, to, quantity) {
      if (!from.length || !to.length) return;
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      const length = Math.hypot(dx, dy);
      if (length < 1) return;
      const bend = [(from[0] + to[0]) / 2 - dy * 0.12, (from[1] + to[1]) / 2 + dx * 0.12];
      const width = Math.min(5, 0.8 + 0.5 * Math.sqrt(quantity));
      drawn(this.roads, "path", { class: "shipment", "stroke-width": width.toFixed(1),
        d: `M${from[0]},${from[1]}Q${bend[0].toFixed(1)},${bend[1].toFixed(1)} ${to[0]},${to[1]}` });
      const angle = Math.atan2(to[1] - bend[1], to[0] - bend[0]);
      const corner = (turn) => {
        const size = 4 + 1.5 * width;
        return `${(to[0] - size * Math.cos(angle + turn)).toFixed(1)},`
          + `${(to[1] - size * Math.sin(angle + turn)).toFixed(1)}`;
      };
      drawn(this.roads, "path",
        { class: "arrow", d: `M${to[0]},${to[1]}L${corner(0.4)}L${corner(-0.4)}z` });
    }

    sentence(place) {
      if (place < 0) return "Point at a place, or choose one, to read its numbers.";
      const region = data.regions && data.regions[place] ? ` (${data.regions[place]})` : "";
      return `${data.names[place]}${region}: ${this.measure.said(this.measure.at(place, this.period))} `
        + this.measure.words;
    }

    showLegend(measure) {
      const list = this.find(".legend");
      list.replaceChildren();
      for (const { shade, text } of [{ shade: 0, text: "none" }, ...measure.ranges()]) {
        const item = element(list, "li");
        element(item, "i", undefined, `k${shade}`);
        element(item, "span", text);
      }
      if (data.map.background && data.map.shapes.some(Boolean)) {
        const item = element(list, "li");
        element(item, "i");
        element(item, "span", "not in this case");
      }
      if (!this.withShipments) return;
      const item = element(list, "li");
      element(item, "i", undefined, "way");
      element(item, "span", "leaving that day");
    }

    showTop(measure) {
      const list = this.find(".top ol");
      list.replaceChildren();
      const places = data.ids.map((_, place) => place)
        .filter((place) => measure.at(place, this.period) > 0)
        .sort((a, b) => measure.at(b, this.period) - measure.at(a, this.period) || a - b);
      for (const place of places.slice(0, 10)) {
        element(list, "li", `${data.names[place]}: ${measure.said(measure.at(place, this.period))}`);
      }
      if (!places.length) element(list, "li", "none");
    }
  }

  // ---- tables ----

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
        if (n === this.column) cell.setAttribute("aria-sort", this.ascending ? "ascending" : "descending");
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

  const numbered = (length) => Array.from({ length }, (_, n) => n);

  const shipmentsTable = (root) => {
    const list = data.shipments;
    const name = (column) => (row) => data.names[list[column][row]];
    const id = (column) => (row) => data.ids[list[column][row]];
    const region = (column) => (row) => data.regions[list[column][row]];
    const date = (column) => (row) => data.periods[list[column][row]];
    const columns = [
      { head: "Leaves", value: date("depart"), style: "date" },
      { head: "From", value: name("origin") },
      { head: "From id", value: id("origin") },
      { head: "To", value: name("destination") },
      { head: "To id", value: id("destination") },
      { head: "Devices", value: (row) => list.quantity[row], number: true },
      { head: "Usable from", value: date("arrive"), style: "date" },
      { head: "Patients at stake", value: (row) => list.worth[row], number: true }];
    if (list.distance.some((km) => km !== null)) {
      columns.push({ head: "Distance, km", value: (row) => list.distance[row], number: true });
    }
    const words = (row) => [name("origin"), name("destination"), id("origin"), id("destination"),
      ...(data.regions ? [region("origin"), region("destination")] : [])]
      .map((part) => part(row)).join(" ");
    return new SortedTable(root, { name: "shipments", columns, rows: numbered(list.quantity.length),
      words, dates: (row) => date("depart")(row).slice(0, 10) });
  };

  const placesTable = (root) => {
    const list = data.places;
    const number = (head, column) => ({ head, value: (row) => list[column][row], number: true });
    const share = (row) => (list.patients[row]
      ? Math.round(1000 * list.unmet[row] / list.patients[row]) / 10 : null);
    const columns = [
      { head: "Place", value: (row) => data.names[row] },
      { head: "Id", value: (row) => data.ids[row] },
      ...(data.regions ? [{ head: "Region", value: (row) => data.regions[row] }] : []),
      number("Devices at the start", "devices"), number("Patients", "patients"),
      number("Without, no sharing", "alone"), number("Without, this plan", "unmet"),
      { head: "Share, %", value: share, number: true, digits: 1 },
      number("Sent", "sent"), number("Received", "received")];
    const words = (row) => [data.names[row], data.ids[row], data.regions ? data.regions[row] : ""].join(" ");
    return new SortedTable(root, { name: "places", columns, rows: numbered(data.ids.length), words });
  };

  if (data.map) document.querySelectorAll("[data-map]").forEach((root) => new MapView(root));
  shipmentsTable(document.querySelector("[data-table=shipments]"));
  placesTable(document.querySelector("[data-table=places]"));
})();

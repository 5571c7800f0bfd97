// SPDX-License-Identifier: Apache-2.0
// Maps with a day to choose.
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

// For what is at most some times its least.
const evenSteps = (most, unit) => {
  const ends = [0, 1, 2, 3, 4, 5].map((n) => Math.ceil(n * most / unit / 6) * unit);
  return [...new Set([1, ...ends.slice(1)])];
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
    this.ends = name === "device_value" ? evenSteps(most, this.unit) : steps(most, this.unit);
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
      const place = hit === undefined ? this.picked : Number(hit);
      this.find(".picked").textContent = this.sentence(place);
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
    const most = leaving.length > MOST_ROADS ? `, the ${MOST_ROADS} largest of them drawn` : "";
    return `; ${count(devices)} ${devices === 1 ? "device leaves" : "devices leave"} in `
      + `${count(leaving.length)} ${leaving.length === 1 ? "shipment" : "shipments"}${most}`;
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
    const value = this.measure.said(this.measure.at(place, this.period));
    return `${data.names[place]}${region}: ${value} ${this.measure.words}`;
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

// SPDX-License-Identifier: Apache-2.0
// What the rest of the page's script shares: the data, days, elements, packed numbers.
// Texts of the case are only ever set by textContent; nothing here builds markup.
const SVG = "http://www.w3.org/2000/svg";
const data = JSON.parse(document.getElementById("data").textContent);
const count = (number, digits = 0) =>
  number.toLocaleString("en-US", { minimumFractionDigits: digits });
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

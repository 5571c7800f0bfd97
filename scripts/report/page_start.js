// SPDX-License-Identifier: Apache-2.0
// The tables of shipments and of places, and the start of all.
const numbered = (length) => Array.from({ length }, (_, n) => n);

const shipmentsTable = (root) => {
  const list = data.shipments;
  const name = (column) => (row) => data.names[list[column][row]];
  const id = (column) => (row) => data.ids[list[column][row]];
  const region = (column) => (row) => data.regions[list[column][row]];
  const date = (column) => (row) => data.periods[list[column][row]];
  const columns = [
    { head: "Leaves", value: date("depart"), style: "date" },
    { head: "From", value: name("origin"), style: "text" },
    { head: "From id", value: id("origin") },
    { head: "To", value: name("destination"), style: "text" },
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
    { head: "Place", value: (row) => data.names[row], style: "text" },
    { head: "Id", value: (row) => data.ids[row] },
    ...(data.regions ? [{ head: "Region", value: (row) => data.regions[row] }] : []),
    number("Devices at the start", "devices"), number("Patients", "patients"),
    number("Without, no sharing", "alone"), number("Without, this plan", "unmet"),
    { head: "Share, %", value: share, number: true, digits: 1 },
    number("Sent", "sent"), number("Received", "received")];
  const words = (row) =>
    [data.names[row], data.ids[row], data.regions ? data.regions[row] : ""].join(" ");
  return new SortedTable(root, { name: "places", columns, rows: numbered(data.ids.length), words });
};

if (data.map) document.querySelectorAll("[data-map]").forEach((root) => new MapView(root));
shipmentsTable(document.querySelector("[data-table=shipments]"));
placesTable(document.querySelector("[data-table=places]"));

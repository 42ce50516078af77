// The map, drawn from the directory's own positions: towns as dots, shelters as marks that join when they would overlap.
// It shows nothing that the list does not say.
import { svg } from "./svg.js";

const TELLING = ["free", "to_confirm", "full"];
const STATES = [...TELLING, "old", "unknown"];
const SQUEEZE = Math.cos((48 * Math.PI) / 180); // a degree of longitude beside a degree of latitude
const RADIUS = 13; // pixels
const LEAST_SPAN = 0.6; // degrees
const MARGIN = 0.12;
const LINE = 13; // pixels between two names
const LETTER = 6.5;

const toPoint = (lon, lat) => ({ x: lon * SQUEEZE, y: -lat });

export class PlacesMap {
  constructor(root, { onPick }) {
    this.root = root;
    this.onPick = onPick;
    this.shelters = [];
    this.ground = { towns: [], regions: [] };
    new ResizeObserver(() => this.redraw()).observe(root);
  }

  setGround({ towns, regions }) {
    this.ground = {
      towns: towns.map(([lon, lat]) => toPoint(lon, lat)),
      regions: regions.map(([name, lon, lat]) => ({ name, ...toPoint(lon, lat) })),
    };
  }

  draw(items) {
    this.shelters = items.filter(({ position }) => position).map((item) => ({ item, ...toPoint(item.position.lon, item.position.lat) }));
    this.redraw();
  }

  /** Shows the shelters that said something, all of them if none did. */
  fit() {
    const telling = this.shelters.filter(({ item }) => TELLING.includes(item.state));
    this.frame(telling.length ? telling : this.shelters);
  }

  fitAll() {
    this.frame(this.shelters);
  }

  frame(points) {
    if (!points.length) points = this.ground.towns;
    const range = (values) => [Math.min(...values), Math.max(...values)];
    const [left, right] = range(points.map(({ x }) => x));
    const [top, bottom] = range(points.map(({ y }) => y));
    const grown = (span) => Math.max(span, LEAST_SPAN) * (1 + 2 * MARGIN);
    this.view = { x: (left + right) / 2, y: (top + bottom) / 2, width: grown(right - left), height: grown(bottom - top) };
    this.redraw();
  }

  redraw() {
    const { width, height } = this.root.getBoundingClientRect();
    if (!this.view || !width) return;
    this.pixel = Math.max(this.view.width / width, this.view.height / height);
    const [wide, high] = [width * this.pixel, height * this.pixel];
    this.root.setAttribute("viewBox", `${this.view.x - wide / 2} ${this.view.y - high / 2} ${wide} ${high}`);
    this.root.replaceChildren(this.towns(), ...this.regionNames(), ...this.clusters().map((cluster) => this.mark(cluster)));
  }

  towns() {
    return svg("path", { class: "map__towns", d: this.ground.towns.map(({ x, y }) => `M${x} ${y}h0`).join("") });
  }

  /** A name that would cover another one is left out: zooming in shows it. */
  regionNames() {
    const clear = [];
    for (const region of this.ground.regions) {
      const apart = (other) => Math.abs(other.y - region.y) > LINE * this.pixel || Math.abs(other.x - region.x) > (LETTER * this.pixel * (other.name.length + region.name.length)) / 2;
      if (clear.every(apart)) clear.push(region);
    }
    return clear.map(({ name, x, y }) =>
      svg("text", { class: "map__region", x, y: y - (RADIUS + 5) * this.pixel, "font-size": 11 * this.pixel, "text-anchor": "middle" }, name));
  }

  /** Greedy, most telling first, so that a free place is never hidden under a full one. */
  clusters() {
    const found = [];
    for (const shelter of this.shelters) {
      const near = found.find((cluster) => Math.hypot(cluster.x - shelter.x, cluster.y - shelter.y) < 2 * RADIUS * this.pixel);
      if (near) near.members.push(shelter);
      else found.push({ x: shelter.x, y: shelter.y, members: [shelter] });
    }
    return found;
  }

  mark({ x, y, members }) {
    const state = STATES.find((one) => members.some(({ item }) => item.state === one));
    const free = members.reduce((sum, { item }) => sum + item.free, 0);
    const telling = TELLING.includes(state);
    const text = telling ? String(free) : members.length > 1 ? `${members.length}` : "";
    const radius = (telling ? RADIUS : RADIUS * 0.7) * this.pixel;
    const label = svg("title", {}, members.map(({ item }) => item.name).join(", "));
    return svg("g", { class: `mark mark--${state}`, onclick: () => this.pick(members) }, label,
      svg("circle", { cx: x, cy: y, r: radius }),
      svg("text", { x, y: y + 4.5 * this.pixel, "font-size": (telling ? 13 : 10) * this.pixel, "text-anchor": "middle" }, text));
  }

  pick(members) {
    const apart = members.some(({ x, y }) => Math.hypot(x - members[0].x, y - members[0].y) > LEAST_SPAN / 10);
    if (apart) this.frame(members);
    else this.onPick(members[0].item);
  }
}

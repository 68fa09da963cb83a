/* Turns "Explore this chart" into a chart to point at. Without this file the link just reloads
 * the page; the drawn chart and its table are always there. Plotly is loaded on demand, from here.
 */
"use strict";

const own = document.currentScript.src;
const loading = {};

/* Plotly would fetch a world map for any map; ours show only their own areas, so it gets none. */
const nothing = { type: "GeometryCollection", geometries: [] };
const layers = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
window.PlotlyGeoAssets = { topojson: { world_110m: {
  type: "Topology", arcs: [], objects: Object.fromEntries(layers.map((layer) => [layer, nothing])),
} } };

/* Plotly would also write its styles into the page, which our policy forbids; it leaves that be
 * when it finds this element, so its rules come from a file of ours.
 */
function addStyles() {
  if (document.getElementById("plotly.js-style-global")) return;
  const link = document.createElement("link");
  link.id = "plotly.js-style-global";
  link.className = "no-inline-styles";
  link.rel = "stylesheet";
  link.href = new URL("../css/plotly.css", own).href;
  document.head.append(link);
}

/** Load one of our vendored Plotly bundles once; "cartesian" or "geo". */
function loadPlotly(bundle) {
  addStyles();
  if (!loading[bundle]) {
    loading[bundle] = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = document.querySelector(`[data-plotly-${bundle}]`)?.getAttribute(`data-plotly-${bundle}`)
        || new URL(`../vendor/plotly/plotly-${bundle}.min.js`, own).href;
      script.onload = () => resolve(window.Plotly);
      script.onerror = reject;
      document.head.append(script);
    });
  }
  return loading[bundle];
}

/** Swap the light theme's colours in a figure for those of the theme in use. */
function inThisTheme(part, tokens) {
  if (typeof part === "string") {
    return tokens[part] ? getComputedStyle(document.documentElement).getPropertyValue(tokens[part]).trim() : part;
  }
  if (Array.isArray(part)) return part.map((each) => inThisTheme(each, tokens));
  if (part && typeof part === "object") {
    return Object.fromEntries(Object.entries(part).map(([name, each]) =>
      [name, name === "geojson" ? each : inThisTheme(each, tokens)]));
  }
  return part;
}

async function explore(place) {
  const status = place.querySelector("[role=status]");
  const chart = place.querySelector(".explore-chart");
  const slow = setTimeout(() => { status.textContent = "Loading…"; }, 400);
  try {
    const answer = await fetch(place.dataset.url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const figure = await answer.json();
    const plotly = await loadPlotly(figure.bundle);
    chart.hidden = false;
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", `${place.dataset.label}. The numbers are in the table above.`);
    await plotly.newPlot(chart, inThisTheme(figure.data, figure.tokens),
      inThisTheme(figure.layout, figure.tokens), figure.config);
    status.textContent = "Point at a mark to read it.";
    place.querySelector(".button").hidden = true;
  } catch {
    status.textContent = "We could not load this just now. The chart and its table above are complete.";
  } finally {
    clearTimeout(slow);
  }
}

const places = [...document.querySelectorAll("[data-explore]")];
for (const place of places) {
  place.querySelector(".button").addEventListener("click", (event) => {
    event.preventDefault();
    explore(place);
  });
}
if (new URLSearchParams(location.search).has("explore")) {
  const wanted = places.find((place) => location.hash
    && place.closest("figure")?.querySelector(location.hash)) || places[0];
  if (wanted) explore(wanted);
}

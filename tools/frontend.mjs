// Builds the pages' style sheet and scripts with esbuild; run by `make install` after `npm ci`.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";

const PAGES = "src/woonregie/foundation/pages";
const OUT = `${PAGES}/static/pages/dist`;

await mkdir(OUT, { recursive: true });

await build({
  entryPoints: ["app", "map", "drawing", "chart"].map((name) => `${PAGES}/assets/${name}.js`),
  outdir: OUT,
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  legalComments: "linked",
  logLevel: "warning",
});
await build({
  entryPoints: [`${PAGES}/assets/app.css`],
  outdir: OUT,
  bundle: true,
  minify: true,
  loader: { ".woff2": "file", ".woff": "file" },
  assetNames: "[name]-[hash]",
  logLevel: "warning",
});

// MapLibre wants its worker as a file of its own.
await copyFile("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs", `${OUT}/maplibre-gl-worker.mjs`);

// One sprite of the icons that pages use, so that no icon is a request of its own.
const names = (await readFile(`${PAGES}/assets/icons.txt`, "utf8")).split(/\s+/).filter(Boolean);
const symbols = await Promise.all(
  names.map(async (name) => {
    const svg = await readFile(`node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8");
    const inner = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner.trim()}</symbol>`;
  }),
);
await writeFile(`${OUT}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);

// A standalone SVG made fit to stand in a page beside others.

/** The SVG with its ids made unique by a prefix, and without the namespaces that HTML knows by itself. */
export function inlineSvg(svg: string, prefix: string): string {
  const safe = prefix.replace(/[^A-Za-z0-9_-]/g, '-');
  return svg
    .replace(/\sxmlns(?::xlink)?="[^"]*"/g, '')
    .replace(/\sversion="1\.1"/, '')
    .replace(/\sid="([^"]*)"/g, ` id="${safe}-$1"`)
    .replace(/url\(#([^)]*)\)/g, `url(#${safe}-$1)`);
}

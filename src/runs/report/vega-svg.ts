import type { TopLevelSpec } from 'vega-lite';
import { figureConfig } from './figure-style.js';
import { scopeSvgIds } from './svg-ids.js';

/** A Vega-Lite specification. Its TypeScript types take longer to satisfy than the figures take to look at. */
export type FigureSpec = Readonly<Record<string, unknown>>;

/**
 * Draws a figure, without a DOM and without the network. Vega takes a third of a second to load, so it is loaded by the
 * first figure and not by the program.
 *
 * @param name of the figure, unique within its page
 */
export async function vegaSvg(spec: FigureSpec, name: string): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const compiled = vegaLite.compile({ ...spec, config: figureConfig } as unknown as TopLevelSpec);
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logLevel: vega.Error });
  try {
    return scopeSvgIds(await view.toSVG(), name);
  } finally {
    view.finalize();
  }
}

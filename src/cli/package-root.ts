import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where package.json and the recipes are; the same from src/cli and from dist/cli. */
const root = new URL('../../', import.meta.url);

export const packageFile = (path: string): string => fileURLToPath(new URL(path, root));

export function toolVersion(): string {
  const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string };
  return version;
}

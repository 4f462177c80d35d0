import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const installed = join(root, 'node_modules');

/** Everything this repository has installed, as links: what the package depends on, and the tools of the project. */
function linkModules(modules: string): void {
  for (const name of readdirSync(installed)) {
    if (name.startsWith('.')) continue;
    if (!name.startsWith('@')) symlinkSync(join(installed, name), join(modules, name));
    else {
      mkdirSync(join(modules, name));
      for (const scoped of readdirSync(join(installed, name))) {
        symlinkSync(join(installed, name, scoped), join(modules, name, scoped));
      }
    }
  }
}

/**
 * Makes a project of somebody else's that has the package installed as npm packs it.
 *
 * @param files text by path
 */
export function makeOtherProject(folder: string, files: Readonly<Record<string, string>>): void {
  const modules = join(folder, 'node_modules');
  const quarterwave = join(modules, 'quarterwave');
  mkdirSync(quarterwave, { recursive: true });
  // `npm test` has built; building again here would pull dist away from under the tests beside this one
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', quarterwave, '--strip-components=1']);
  linkModules(modules);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Runs a tool of the project; what it said, whatever its exit. */
export function runTool(
  folder: string,
  path: string,
  args: readonly string[],
): Promise<{ code: number; said: string }> {
  const options = { cwd: folder, env: { ...process.env, NO_COLOR: '1', CI: 'true' } };
  return new Promise((resolve) => {
    const tool = execFile(process.execPath, [join('node_modules', path), ...args], options, (_, stdout, stderr) =>
      resolve({ code: tool.exitCode ?? -1, said: `${stdout}${stderr}` }),
    );
  });
}

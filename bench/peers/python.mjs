// Peers that are written in Python: programs of this folder that answer one line of JSON for every line of JSON.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The second is Debian's own, where another one stands before it on the path. */
const INTERPRETERS = ['python3', '/usr/bin/python3'];
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

const running = new Set();

/** What a script imports beyond the standard library, as its first line says: `# needs: numpy scipy`. */
function modulesOf(script) {
  const [, needs] = /^# needs:(.*)$/mu.exec(readFileSync(script, 'utf8')) ?? [];
  return (needs ?? '').trim().split(/\s+/u);
}

function interpreterFor(script) {
  const imports = `import ${modulesOf(script).join(', ')}`;
  return INTERPRETERS.find((program) => spawnSync(program, ['-c', imports], { stdio: 'ignore' }).status === 0);
}

/**
 * Starts a peer.
 *
 * @param name of a script in this folder
 * @param env what its environment has beside ours
 * @returns `ask(question)`, which resolves with its answer; undefined where no Python has its modules
 */
export async function startPython(name, env = {}) {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const interpreter = interpreterFor(script);
  if (interpreter === undefined) return undefined;
  const child = spawn(interpreter, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...ONE_THREAD, ...env },
  });
  running.add(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await once(child, 'spawn');
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended without an answer`);
      return JSON.parse(value);
    },
  };
}

/** Ends all that were started. */
export function endPeers() {
  for (const child of running) child.kill('SIGTERM');
  running.clear();
}

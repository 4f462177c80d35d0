// The layering of the house, as docs/architecture.md draws it: which folder may import which.
const layers = {
  core: [],
  protocols: ['core'],
  drivers: ['core', 'protocols'],
  conformance: ['core', 'protocols', 'drivers'],
  pulse: ['core'],
  verify: ['core', 'pulse'],
  training: ['core', 'pulse', 'verify'],
  twin: ['core', 'protocols'],
  runs: ['core'],
  cli: ['core', 'protocols', 'drivers', 'conformance', 'pulse', 'verify', 'training', 'twin', 'runs'],
};

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  name: `${layer}-may-import-${allowed.join('-') || 'nothing'}`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: `^src/(${[layer, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'a-folder-is-imported-through-its-index',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/([^/]+)/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'the-public-entry-goes-through-indexes',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/index\\.ts$' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'src-never-imports-test', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench)/' } },
    {
      name: 'only-drivers-open-ports',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/drivers/|\\.test\\.ts$' },
      to: { path: 'node_modules/(serialport|usb)/' },
    },
    {
      name: 'no-rxjs-in-core-or-protocols',
      severity: 'error',
      from: { path: '^src/(core|protocols)/' },
      to: { path: 'node_modules/rxjs/' },
    },
    {
      name: 'a-new-folder-must-be-listed',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${Object.keys(layers).join('|')})/` },
      to: {},
    },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.generated\\.|^src/twin/kernel/assembly/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

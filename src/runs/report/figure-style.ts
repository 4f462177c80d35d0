import type { Config } from 'vega-lite';

export const ink = '#1f2328';
const muted = '#63686e';
const faint = '#e4e6e9';

export const figureFont = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";

/** Okabe and Ito's colours without their yellow, told apart by every kind of colour vision. */
export const splitColours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#7a5c00', '#56b4e9', '#1f2328', '#e69f00'];

/** With the colours, so that curves stay apart in grey print. */
export const splitShapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];

export const figureConfig: Config = {
  // a label on every cell would be most of the file; the caption says what a figure shows
  aria: false,
  background: 'transparent',
  font: figureFont,
  padding: 4,
  view: { stroke: null },
  title: { anchor: 'start', color: ink, fontSize: 13, fontWeight: 600, offset: 10 },
  axis: {
    domainColor: muted,
    tickColor: muted,
    gridColor: faint,
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    tickSize: 4,
  },
  legend: { labelColor: ink, titleColor: ink, labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal' },
};

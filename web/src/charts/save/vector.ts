import { SVGRenderer } from 'echarts/renderers';
import { getInstanceByDom, init, use as register } from 'echarts/core';
import type { EChartsCoreOption } from '../echarts';

register([SVGRenderer]);

/** A canvas of ECharts once more, of lines and text; null for any other element. */
export function vectorOf(element: HTMLElement): string | null {
  const chart = getInstanceByDom(element);
  return chart ? vector(chart.getOption(), chart.getWidth(), chart.getHeight()) : null;
}

/** How it would look under a pointer, which a picture has not. */
const HOVER_STYLES = /<style\b[^]*?<\/style>| class="[^"]*"/g;

export function vector(option: EChartsCoreOption, width: number, height: number): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption({ ...option, animation: false });
    return drawing.renderToSVGString().replace(HOVER_STYLES, '');
  } finally {
    drawing.dispose();
  }
}

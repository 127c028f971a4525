import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

// Only what is drawn: the whole library is three times as large.
register([CustomChart, LineChart, ScatterChart, GridComponent, MarkLineComponent, CanvasRenderer]);

export { init };
export type { EChartsType } from 'echarts/core';
export type { EChartsCoreOption } from 'echarts/core';

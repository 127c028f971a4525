/** What draws the charts: nothing waits for it but they. */
export const drawingCode = () => import('./echarts');

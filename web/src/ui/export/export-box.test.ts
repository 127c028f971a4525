import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ExportBox } from './export-box';
import type { Offer } from './export-choice';
import type { Job } from './export-progress';
import { differenceText, intervalText, speedText, type ExportedFormat } from './formats-table';

const offer: Offer = { formats: ['dl4j', 'onnx', 'onnx-int8'], defaults: ['dl4j', 'onnx'], served: ['onnx', 'onnx-int8'] };
const job: Job = {
  export_id: 'a', wish: { formats: ['onnx-int8'], server: false }, status: 'queued', progress: null, report: null, zip: null, problem: null,
};
const int8: ExportedFormat = {
  format: 'onnx-int8', file: 'model-int8.onnx', bytes: 127_943, accuracy: 0.9912, quantised: true, predictions_that_differ: 2,
  paired_difference: { accuracy: -0.0002, low: -0.0005, high: 0.0001, mcnemar_p: 0.5 },
  microseconds_an_image: 47.2, images_per_second_in_batches_of_64: 31_100, compared_with: 'onnx', image_speedup: 1.32, batch_speedup: 1.62,
};
const none = () => undefined;

function shown(box: { offer?: Offer | null; jobs?: Job[]; before?: number }): string {
  const html = renderToStaticMarkup(
    createElement(ExportBox, {
      offer: offer, jobs: [], asking: false, error: null, onExport: none, onDrop: none, hrefOf: () => '/zip', command: 'trawl export', ...box,
      before: () => box.before ?? 0,
    }),
  );
  return html.replaceAll('\u00a0', ' ');
}

test('exportBox_offered_hasTheDefaultsChosen', () => {
  expect(shown({}).match(/checked=""/g)).toHaveLength(2);
  expect(shown({})).toContain('>Export</button>');
});

test('exportBox_ofAServerThatExportsNothing_namesTheCommandOnly', () => {
  expect(shown({ offer: null })).toContain('By trawl export');
  expect(shown({ offer: null })).not.toContain('>Export</button>');
});

test('exportBox_ofAJob_saysHowFarItIs', () => {
  expect(shown({ jobs: [job], before: 2 })).toContain('waits for 2 exports before it');
  const exporting: Job = { ...job, status: 'exporting', progress: { step: 'verifying onnx-int8', done: 3, of: 6 } };
  expect(shown({ jobs: [exporting] })).toContain('verifying onnx-int8 …');
  expect(shown({ jobs: [exporting] })).toMatch(/aria-valuemax="6" aria-valuenow="3"/);
  expect(shown({ jobs: [exporting] })).toContain('>Cancel</button>');
  expect(shown({ jobs: [{ ...job, status: 'failed', problem: 'need layers that onnx can hold' }] })).toContain('need layers that onnx can hold');
});

test('exportBox_ofOneThatIsDone_hasTheFileAndTheTable', () => {
  const report = { directory: null, test_accuracy: 0.9914, formats: [int8], notes: ['onnx-int8: -0.02 points'], files: [] };
  const html = shown({ jobs: [{ ...job, status: 'exported', report, zip: { name: 'digits-run-3.zip', bytes: 130_000 } }] });
  expect(html).toMatch(/<a href="\/zip" download="digits-run-3\.zip"/);
  for (const text of ['127.9 kB', '99.12 %', '−0.02', '−0.05 to +0.01', '0.50', '47 µs (1.32 ×)', '31,100/s (1.62 ×)', 'onnx-int8: -0.02 points']) {
    expect(html).toContain(text);
  }
});

test('exportBox_ofSeveral_namesEachByItself', () => {
  const html = shown({ jobs: [job, { ...job, export_id: 'b' }] });
  expect(html.match(/aria-label="[^"]*"/g)).toEqual(['aria-label="Export 2 as onnx-int8"', 'aria-label="Export 1 as onnx-int8"']);
});

test('formatsTable_ofFloats_hasNoDifferenceAndNoRatioToItself', () => {
  const floats = { ...int8, format: 'onnx', quantised: false };
  expect([differenceText(floats), intervalText(floats), speedText(floats, 1)]).toEqual(['none', '–', '']);
});

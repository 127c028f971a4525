/** In an exported folder: the card's JavaScript gives the example its answer. card.sh puts this beside the packages. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

const beside = (/** @type {string} */ name) => new URL(name, import.meta.url);
const [, snippet = ''] = /^```javascript\n(.*?)^```$/ms.exec(readFileSync('model-card.md', 'utf8')) ?? [];
const packages = JSON.parse(readFileSync(beside('package.json'), 'utf8')).dependencies;
const [[name, version]] = Object.entries(packages);
assert.ok(snippet.includes(`npm install ${name}@${version}`), `the card names ${name}@${version}, found ${snippet}`);

writeFileSync(beside('snippet.mjs'), snippet);
const { predict } = await import(beside('snippet.mjs').href);
const { request, answer } = JSON.parse(readFileSync('example.json', 'utf8'));
const image = request.image;
const shape = [1, image.length, image[0].length, image[0][0].length];
const probabilities = [...(await predict(Uint8Array.from(image.flat(2)), shape))];
assert.equal(probabilities.indexOf(Math.max(...probabilities)), answer.prediction);
const off = Math.max(...probabilities.map((each, place) => Math.abs(each - answer.probabilities[place])));
assert.ok(off <= (snippet.includes('int8') ? 0.1 : 1e-5), `need the probabilities of the example, found them off by ${off}`);
console.log(`model card: its JavaScript says ${answer.label}, probabilities off by ${off.toExponential(0)}`);

'use strict';
/* Draws, makes the model's input of it, and asks POST predict. */
const drawing = document.getElementById('drawing');
const pen = drawing.getContext('2d', { willReadFrequently: true });
const seen = document.getElementById('seen');
const small = document.createElement('canvas');
const MARGIN = 1 / 7; // of the model's image, around what is fitted: MNIST has 4 of 28 pixels
const ASK_MILLISECONDS = 80;
const SHOWN = 10;

let model;
let last = null;
let timer = 0;
let asked = 0;

start();

async function start() {
  try {
    await describe();
    clear();
  } catch (error) {
    fail(error);
  }
}

/** What is served, and goes on to be until an answer is another model's. */
async function describe() {
  model = await answerOf(await fetch('model'));
  const [, height, width] = model.image;
  seen.width = small.width = width;
  seen.height = small.height = height;
  drawing.height = Math.round((drawing.width * height) / width);
  document.title = `${model.name}, served by Trawl`;
  text('name', `${model.name}, version ${model.version}`);
  text('about', `${model.format}: ${(100 * model.test_accuracy).toFixed(2)} % of ${model.test_images} test images right. `
    + `Draw below, light on dark, ${model.image.join(' × ')} in the end: the model answers while you do.`);
}

function clear() {
  pen.fillStyle = '#000';
  pen.fillRect(0, 0, drawing.width, drawing.height);
  seen.getContext('2d').clearRect(0, 0, seen.width, seen.height);
  document.getElementById('file').value = '';
  asked++;
  text('answer', 'nothing yet');
  text('problem', '');
  document.getElementById('classes').replaceChildren();
}

drawing.addEventListener('pointerdown', (event) => {
  drawing.setPointerCapture(event.pointerId);
  last = place(event);
  line(last, last);
});
drawing.addEventListener('pointermove', (event) => {
  if (last === null) return;
  const next = place(event);
  line(last, next);
  last = next;
});
for (const end of ['pointerup', 'pointercancel']) drawing.addEventListener(end, () => { last = null; });
document.getElementById('clear').addEventListener('click', clear);
document.getElementById('fit').addEventListener('change', soon);
for (const each of ['file', 'invert']) document.getElementById(each).addEventListener('change', choose);

function place(event) {
  const box = drawing.getBoundingClientRect();
  return [((event.clientX - box.left) * drawing.width) / box.width, ((event.clientY - box.top) * drawing.height) / box.height];
}

function line(from, to) {
  pen.strokeStyle = '#fff';
  pen.lineWidth = drawing.width / 13;
  pen.lineCap = pen.lineJoin = 'round';
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
  soon();
}

function soon() {
  if (timer === 0) timer = setTimeout(() => { timer = 0; ask(); }, ASK_MILLISECONDS);
}

/** The drawing's part that has light in it: x, y, width, height; null of an empty one. */
function bounds() {
  const { data, width, height } = pen.getImageData(0, 0, drawing.width, drawing.height);
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let i = 0; i < width * height; i++) {
    if (data[4 * i] < 32) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? null : [left, top, right - left + 1, bottom - top + 1];
}

/** The grey rows that the model is given; null of an empty drawing. */
function rows() {
  const box = bounds();
  if (box === null || model === undefined) return null;
  const [, height, width] = model.image;
  const paint = small.getContext('2d', { willReadFrequently: true });
  paint.imageSmoothingEnabled = true;
  paint.imageSmoothingQuality = 'high';
  const draw = (x, y, w, h) => {
    paint.fillStyle = '#000';
    paint.fillRect(0, 0, width, height);
    paint.drawImage(drawing, ...(document.getElementById('fit').checked ? box : [0, 0, drawing.width, drawing.height]), x, y, w, h);
    const { data } = paint.getImageData(0, 0, width, height);
    return Array.from({ length: height }, (_, row) => Array.from({ length: width }, (_, column) => data[4 * (row * width + column)]));
  };
  if (!document.getElementById('fit').checked) return draw(0, 0, width, height);
  const scale = ((1 - 2 * MARGIN) * Math.min(width, height)) / Math.max(box[2], box[3]);
  const [w, h] = [box[2] * scale, box[3] * scale];
  const [x, y] = [(width - w) / 2, (height - h) / 2];
  const [massX, massY] = mass(draw(x, y, w, h));
  return draw(x + (width - 1) / 2 - massX, y + (height - 1) / 2 - massY, w, h);
}

/** Where the light's centre is. */
function mass(image) {
  let [sum, x, y] = [0, 0, 0];
  image.forEach((row, i) => row.forEach((value, j) => { sum += value; x += value * j; y += value * i; }));
  return sum === 0 ? [(image[0].length - 1) / 2, (image.length - 1) / 2] : [x / sum, y / sum];
}

async function ask() {
  const image = rows();
  if (image === null) return;
  const paint = seen.getContext('2d');
  paint.drawImage(small, 0, 0);
  const [channels] = model.image;
  const body = JSON.stringify({ image: channels === 1 ? image : Array(channels).fill(image) });
  await request('predict', { 'Content-Type': 'application/json' }, body);
}

async function choose() {
  const [file] = document.getElementById('file').files;
  const invert = document.getElementById('invert').checked ? '&invert=true' : '';
  if (file !== undefined) await request(`predict?resize=true&convert=true${invert}`, { 'Content-Type': file.type }, file);
}

async function request(path, headers, body) {
  const turn = ++asked;
  try {
    const answer = await answerOf(await fetch(path, { method: 'POST', headers, body }));
    if (isOthers(answer.model)) await describe();
    if (turn === asked) show(answer);
  } catch (error) {
    if (turn === asked) fail(error);
  }
}

function isOthers(answering) {
  return ['name', 'version', 'format'].some((key) => answering[key] !== model[key]);
}

async function answerOf(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? `HTTP ${response.status}`);
  return body;
}

function show({ label, probabilities, changes }) {
  text('answer', label);
  text('problem', changes?.length ? `The picture was changed: ${changes.join(', ')}.` : '');
  const order = probabilities.map((_, i) => i).sort((a, b) => probabilities[b] - probabilities[a]).slice(0, SHOWN);
  document.getElementById('classes').replaceChildren(...order.map((i) => row(model.labels[i], probabilities[i])));
}

function row(label, probability) {
  const made = document.createElement('tr');
  const bar = document.createElement('meter');
  bar.value = probability;
  const shown = `${(100 * probability).toFixed(2)} %`;
  bar.setAttribute('aria-label', `${label}: ${shown}`);
  for (const content of [label, bar, shown]) {
    const cell = document.createElement('td');
    cell.append(content);
    made.append(cell);
  }
  return made;
}

function fail(error) {
  text('answer', '–');
  text('problem', error instanceof Error ? error.message : String(error));
}

function text(id, value) {
  document.getElementById(id).textContent = value;
}

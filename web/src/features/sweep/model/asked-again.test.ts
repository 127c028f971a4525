import { expect, test } from 'vitest';
import { AskedAgain } from './asked-again';

/** What was asked for, each answered when the test says so. */
function asked() {
  const answers: (() => void)[] = [];
  const again = new AskedAgain(() => new Promise<void>((resolve) => answers.push(resolve)));
  const answer = async () => {
    answers.at(-1)?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { again, answer, times: () => answers.length };
}

test('tell_asBefore_asksForNothing', () => {
  const { again, times } = asked();
  again.tell('0 ended');
  again.tell('0 ended');
  expect(times()).toBe(0);
});

test('tell_otherwiseThanWhenItBegan_asks_howeverThatCameToBeKnown', () => {
  const { again, times } = asked();
  again.begin('0 ended');
  again.begin('1 ended'); // as when the runs were asked for by somebody else meanwhile
  again.tell('1 ended');
  expect(times()).toBe(1);
});

test('tell_beforeTheLastAnswer_asksOnceMoreAfterIt', async () => {
  const { again, answer, times } = asked();
  again.begin('0 ended');
  for (const standing of ['1 ended', '2 ended', '3 ended']) again.tell(standing);
  expect(times()).toBe(1);
  await answer();
  expect(times()).toBe(2);
  await answer();
  expect(times()).toBe(2);
  again.tell('4 ended');
  expect(times()).toBe(3);
});

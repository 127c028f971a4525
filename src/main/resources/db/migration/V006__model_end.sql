-- H2 keeps bytes in pieces of 256 KB, and writes the last piece of all again with whatever comes after it: a model's end would
-- be written twice, and keep the space of the next model. So each model is followed by a small piece, which nobody reads.
ALTER TABLE checkpoint_model ADD COLUMN end_mark BINARY LARGE OBJECT;

package dev.trawl.data;

import java.util.regex.Pattern;

/** The four files of a dataset, in the order in which its checksum covers them. */
enum DatasetFile {
  TRAIN_IMAGES("train images", "train-images[-.]idx[34]-ubyte(\\.gz)?"),
  TRAIN_LABELS("train labels", "train-labels[-.]idx1-ubyte(\\.gz)?"),
  TEST_IMAGES("test images", "(t10k|test)-images[-.]idx[34]-ubyte(\\.gz)?"),
  TEST_LABELS("test labels", "(t10k|test)-labels[-.]idx1-ubyte(\\.gz)?");

  private final String title;
  private final Pattern fileName;

  DatasetFile(String title, String fileName) {
    this.title = title;
    this.fileName = Pattern.compile(fileName);
  }

  boolean isNamed(String candidate) {
    return fileName.matcher(candidate).matches();
  }

  @Override
  public String toString() {
    return title;
  }
}

package dev.trawl.store.table;

import dev.trawl.track.ImagePredictions;
import dev.trawl.track.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Predictions as bytes: about 1.5 an image. A byte for the form, then deflated (RFC 1951 in zlib's
 * frame): their number, the steps between the images' indexes, zigzag, seven bits a byte with the
 * lowest first and the eighth set on all but the last; the classes, a byte each where all fit; the
 * confidences, a byte each; where that is known, which are right, a bit each, the lowest first.
 */
final class PackedPredictions {
  private static final int BYTE_CLASSES = 1;
  private static final int WIDE_CLASSES = 2;

  /** In the form beside the classes: which are right follows. */
  private static final int RIGHT_FOLLOWS = 4;

  private static final int LARGEST_BYTE = 255;

  private PackedPredictions() {}

  static byte[] pack(ImagePredictions predictions) {
    int size = predictions.size();
    boolean isWide = false;
    for (int i = 0; i < size; i++) {
      isWide |= predictions.predicted(i) > LARGEST_BYTE;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int form = isWide ? WIDE_CLASSES : BYTE_CLASSES;
    bytes.write(predictions.knowsRight() ? form | RIGHT_FOLLOWS : form);
    Deflater deflater = new Deflater();
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 1 << 14))) {
      out.writeInt(size);
      int last = 0;
      for (int i = 0; i < size; i++) {
        writeStep(out, predictions.index(i) - last);
        last = predictions.index(i);
      }
      for (int i = 0; i < size; i++) {
        if (isWide) {
          out.writeChar(predictions.predicted(i));
        } else {
          out.writeByte(predictions.predicted(i));
        }
      }
      for (int i = 0; i < size; i++) {
        out.writeByte(predictions.confidence(i));
      }
      if (predictions.knowsRight()) {
        out.write(right(predictions));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e); // in memory
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static byte[] right(ImagePredictions predictions) {
    BitSet right = new BitSet();
    for (int i = 0; i < predictions.size(); i++) {
      right.set(i, predictions.isRight(i));
    }
    return Arrays.copyOf(right.toByteArray(), bytes(predictions.size()));
  }

  /** How many hold a bit of each image. */
  private static int bytes(int size) {
    return (size + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static void writeStep(DataOutputStream out, int step) throws IOException {
    int left = (step << 1) ^ (step >> 31);
    while ((left & ~0x7f) != 0) {
      out.writeByte((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.writeByte(left);
  }

  private static int readStep(DataInputStream in) throws IOException {
    int zigzag = 0;
    int shift = 0;
    int part;
    do {
      part = in.readUnsignedByte();
      zigzag |= (part & 0x7f) << shift;
      shift += 7;
    } while (part > 0x7f);
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  static ImagePredictions unpack(ImagePredictions.Part part, int epoch, byte[] packed) {
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1)))) {
      boolean isWide = (packed[0] & ~RIGHT_FOLLOWS) == WIDE_CLASSES;
      int size = in.readInt();
      if (size < 0 || size > ImagePredictions.MOST_IMAGES) {
        throw new IOException("a size of " + size);
      }
      int[] indexes = new int[size];
      int last = 0;
      for (int i = 0; i < size; i++) {
        last += readStep(in);
        indexes[i] = last;
      }
      int[] classes = new int[size];
      for (int i = 0; i < size; i++) {
        classes[i] = isWide ? in.readChar() : in.readUnsignedByte();
      }
      int[] confidences = new int[size];
      for (int i = 0; i < size; i++) {
        confidences[i] = in.readUnsignedByte();
      }
      BitSet right =
          (packed[0] & RIGHT_FOLLOWS) == 0 ? null : BitSet.valueOf(in.readNBytes(bytes(size)));
      return new ImagePredictions(part, epoch, indexes, classes, confidences, right);
    } catch (IOException | RuntimeException e) {
      throw new StoreException("need packed predictions, found " + e, e);
    }
  }
}

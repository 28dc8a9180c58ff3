package org.palimpsest.datasets.cache;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageShape;

/** Writes what is known of a data set, and reads it back. */
final class DatasetInfoCodec {
    private DatasetInfoCodec() {}

    static void write(DatasetInfo info, DataOutputStream out) throws IOException {
        out.writeUTF(info.name());
        out.writeUTF(info.title());
        out.writeUTF(info.licence());
        out.writeUTF(info.origin());
        texts(info.classNames(), out);
        out.writeInt(info.shape().channels());
        out.writeInt(info.shape().height());
        out.writeInt(info.shape().width());
        out.writeInt(info.train());
        out.writeInt(info.test());
        for (int c = 0; c < info.shape().channels(); c++) {
            out.writeDouble(info.mean()[c]);
            out.writeDouble(info.std()[c]);
        }
        out.writeBoolean(info.groups().isPresent());
        if (info.groups().isPresent()) {
            texts(info.groups().get().names(), out);
            for (int group : info.groups().get().groupOf()) {
                out.writeInt(group);
            }
        }
    }

    static DatasetInfo read(DataInputStream in) throws IOException {
        String name = in.readUTF();
        String title = in.readUTF();
        String licence = in.readUTF();
        String origin = in.readUTF();
        List<String> classNames = texts(in);
        ImageShape shape = new ImageShape(in.readInt(), in.readInt(), in.readInt());
        int train = in.readInt();
        int test = in.readInt();
        if (shape.channels() > in.available() / (2 * Double.BYTES)) {
            throw new IOException("has a damaged description");
        }
        double[] mean = new double[shape.channels()];
        double[] std = new double[shape.channels()];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = in.readDouble();
            std[c] = in.readDouble();
        }
        Optional<ClassGroups> groups = in.readBoolean() ? Optional.of(groups(classNames.size(), in)) : Optional.empty();
        return new DatasetInfo(name, title, licence, origin, classNames, shape, train, test, mean, std, groups);
    }

    private static ClassGroups groups(int classes, DataInputStream in) throws IOException {
        List<String> names = texts(in);
        int[] groupOf = new int[classes];
        for (int c = 0; c < classes; c++) {
            groupOf[c] = in.readInt();
        }
        return new ClassGroups(names, groupOf);
    }

    private static void texts(List<String> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}

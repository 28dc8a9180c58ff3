package org.palimpsest.datasets.disk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.fetch.Digest;
import org.palimpsest.datasets.fetch.RemoteFile;

/** The official addresses of the data sets that may be had without asking anybody. */
final class Downloads {
    private static final String MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/";
    private static final String FASHION = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    private static final String CIFAR = "https://www.cs.toronto.edu/~kriz/";
    private static final String OMNIGLOT = "https://github.com/brendenlake/omniglot/raw/master/python/";

    private static final Map<String, Download> ALL = Map.of(
            "mnist", Download.files("MNIST/raw", List.of(
                    md5(MNIST + "train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
                    md5(MNIST + "train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432"),
                    md5(MNIST + "t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3"),
                    md5(MNIST + "t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c"))),
            "fashion-mnist", Download.files("FashionMNIST/raw", List.of(
                    md5(FASHION + "train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                    md5(FASHION + "train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
                    md5(FASHION + "t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
                    md5(FASHION + "t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"))),
            "cifar10", Download.archive(md5(CIFAR + "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530")),
            "cifar100", Download.archive(md5(CIFAR + "cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8")),
            "cub200", Download.archive(RemoteFile.of("https://data.caltech.edu/records/65de6-vp158/files/CUB_200_2011.tgz",
                    Digest.sha256("0c685df5597a8b24909f6a7c9db6d11e008733779a671760afef78feb49bf081"))),
            "tiny-imagenet", Download.archive(md5("https://cs231n.stanford.edu/tiny-imagenet-200.zip", "90528d7ca1a48142e341f4ef8d21d0de")),
            "omniglot", Download.files("omniglot", List.of(
                    sha256(OMNIGLOT + "images_background.zip", "ad41ab679c8b5d90b271ef46be6987cc81211774a695c29dcc5367b2b26ee640"),
                    sha256(OMNIGLOT + "images_evaluation.zip", "1f61a8f3366785b057fc117d9228e78a16e3d976c8953b2a10fcc74cf0609cee"))));

    private Downloads() {}

    private static RemoteFile md5(String address, String hex) {
        return RemoteFile.of(address, Digest.md5(hex));
    }

    private static RemoteFile sha256(String address, String hex) {
        return RemoteFile.of(address, Digest.sha256(hex));
    }

    /** How to get a data set; empty if nobody offers it without asking. */
    static Optional<Download> of(String dataset) {
        return Optional.ofNullable(ALL.get(dataset));
    }
}

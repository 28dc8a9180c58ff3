/**
 * mini-ImageNet for class-incremental learning, 500 training and 100 test images of each of 100 classes: the images of Vinyals
 * et al., NeurIPS 2016, parted as by Tao et al., CVPR 2020, and Zhang et al. (CEC), CVPR 2021. Another form in which it is handed
 * out is one more class of files here.
 */
package org.palimpsest.datasets.disk.mini;

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

// Writes what dlib's face recognition network has learnt, and what it makes of one picture.
//
// Usage: dump MODEL.dat PICTURE.rgb PARAMETERS.bin EMBEDDING.bin
//
// PICTURE.rgb holds 150x150 pixels of three bytes, row by row. PARAMETERS.bin has a record for each layer that
// learnt something, from the output back to the input: its kind in eight characters, the number of its values as
// 64 bits, the values as 32-bit floats in dlib's order. EMBEDDING.bin holds the 128 values that the network gives
// for the picture, as 32-bit floats.

#include <dlib/dnn.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <iostream>

namespace {

// 29 convolutions in residual blocks, as the network is described (Davis King, "High Quality Face Recognition with
// Deep Metric Learning", 2017): two 3x3 convolutions a block, an affine map in the place of batch normalisation
// behind each, and a way round that is the input itself, or its mean over 2x2 pixels where the block halves.
template <int channels, int stride, typename Below>
using convolutions = dlib::affine<dlib::con<
    channels, 3, 3, 1, 1, dlib::relu<dlib::affine<dlib::con<channels, 3, 3, stride, stride, Below>>>>>;

template <int channels, typename Below>
using same = dlib::relu<dlib::add_prev1<convolutions<channels, 1, dlib::tag1<Below>>>>;

template <int channels, typename Below>
using halved = dlib::relu<dlib::add_prev2<
    dlib::avg_pool<2, 2, 2, 2, dlib::skip1<dlib::tag2<convolutions<channels, 2, dlib::tag1<Below>>>>>>>;

template <typename Below>
using stem = dlib::max_pool<3, 3, 2, 2, dlib::relu<dlib::affine<dlib::con<32, 7, 7, 2, 2, Below>>>>;

template <typename Below>
using stage1 = same<32, same<32, same<32, Below>>>;
template <typename Below>
using stage2 = same<64, same<64, same<64, halved<64, Below>>>>;
template <typename Below>
using stage3 = same<128, same<128, halved<128, Below>>>;
template <typename Below>
using stage4 = same<256, same<256, halved<256, Below>>>;
template <typename Below>
using stage5 = halved<256, Below>;

using Network = dlib::loss_metric<dlib::fc_no_bias<
    128, dlib::avg_pool_everything<
             stage5<stage4<stage3<stage2<stage1<stem<dlib::input_rgb_image_sized<150>>>>>>>>>>;

std::FILE* parameters;

void write(const char* kind, std::initializer_list<const dlib::tensor*> parts) {
  std::uint64_t count = 0;
  for (const auto* part : parts) count += part->size();
  std::fprintf(parameters, "%-8s", kind);
  std::fwrite(&count, sizeof count, 1, parameters);
  for (const auto* part : parts) std::fwrite(part->host(), sizeof(float), part->size(), parameters);
}

// What learnt nothing has no overload of its own.
struct Visitor {
  template <typename Any>
  static void visit(const Any&) {}
  template <long n, long h, long w, int sy, int sx, int py, int px>
  static void visit(const dlib::con_<n, h, w, sy, sx, py, px>& layer) {
    write("con", {&layer.get_layer_params()});
  }
  static void visit(const dlib::affine_& layer) {
    const auto scale = layer.get_gamma(), shift = layer.get_beta();
    write("affine", {&scale.get(), &shift.get()});
  }
  template <unsigned long n, dlib::fc_bias_mode mode>
  static void visit(const dlib::fc_<n, mode>& layer) {
    write("fc", {&layer.get_layer_params()});
  }
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::cerr << "usage: dump MODEL.dat PICTURE.rgb PARAMETERS.bin EMBEDDING.bin\n";
    return 64;
  }
  Network network;
  dlib::deserialize(arguments[1]) >> network;

  dlib::matrix<dlib::rgb_pixel> picture(150, 150);
  std::ifstream file(arguments[2], std::ios::binary);
  for (auto& pixel : picture) {
    char bytes[3];
    if (!file.read(bytes, 3)) {
      std::cerr << arguments[2] << ": shorter than 150x150 pixels\n";
      return 65;
    }
    pixel = dlib::rgb_pixel(bytes[0], bytes[1], bytes[2]);
  }
  const dlib::matrix<float, 0, 1> embedding = network(picture);

  parameters = std::fopen(arguments[3], "wb");
  std::FILE* answer = std::fopen(arguments[4], "wb");
  if (!parameters || !answer) {
    std::cerr << "cannot write\n";
    return 73;
  }
  dlib::visit_computational_layers(network.subnet(), [](auto& layer) { Visitor::visit(layer); });
  std::fwrite(embedding.begin(), sizeof(float), embedding.size(), answer);
  return std::fclose(parameters) || std::fclose(answer) ? EXIT_FAILURE : EXIT_SUCCESS;
}

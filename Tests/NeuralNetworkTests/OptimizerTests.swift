// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct OptimizerTests {
  enum Kind: String, CaseIterable {
    case sgd, nesterov, plain, adamw

    func optimizer(_ parameters: [Parameter]) -> any Optimizer {
      switch self {
      case .sgd: SGD(parameters: parameters)
      case .nesterov:
        SGD(parameters: parameters, momentum: 0.8, nesterov: true, weightDecay: 0.05)
      case .plain: SGD(parameters: parameters, momentum: 0, weightDecay: 0.01)
      case .adamw: AdamW(parameters: parameters, weightDecay: 0.1)
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func sixStepsGoWherePyTorchsGo(_ kind: Kind) throws {
    let golden = try Golden.recurrent()
    let gradients = try #require(golden.tensors["optimiser.gradients"])
    let expected = try #require(golden.tensors["optimiser.\(kind.rawValue)"])
    let parameter = Parameter(name: "w", value: try #require(golden.tensors["optimiser.start"]))
    let optimizer = kind.optimizer([parameter])
    for step in 0..<6 {
      parameter.gradient = gradients.rows(step..<step + 1).reshaped([3, 4])
      optimizer.step(learningRate: 0.1 / Float(step + 1))
      let wanted = expected.rows(step..<step + 1).reshaped([3, 4])
      // The same float operations but for the order of a product: some ulps a step.
      #expect(parameter.value.relativeDifference(from: wanted) < 1e-6)
    }
  }

  @Test(arguments: Kind.allCases)
  func weightDecayLeavesParametersAloneThatDoNotDecay(_ kind: Kind) {
    let parameter = Parameter(name: "bias", value: Tensor(shape: [2], [1, -1]), decays: false)
    kind.optimizer([parameter]).step(learningRate: 0.5)
    #expect(parameter.value.values == [1, -1])
  }

  @Test(arguments: Kind.allCases)
  func tenStepsAreFiveAWeightFileAndFiveMoreToTheBit(_ kind: Kind) throws {
    let folder = try TemporaryFolder()
    func parameters() -> [Parameter] {
      [
        Parameter(name: "a", value: Tensor(shape: [4], [1, 2, 3, 4])),
        Parameter(name: "b", value: Tensor(shape: [2], [0.5, -0.5]), decays: false),
      ]
    }
    func run(_ parameters: [Parameter], _ optimizer: any Optimizer, _ steps: Range<Int>) {
      for step in steps {
        var generator = SeededGenerator(seed: UInt64(step))
        for parameter in parameters {
          parameter.gradient = Tensor(
            shape: parameter.value.shape,
            (0..<parameter.value.count).map { _ in generator.normal() })
        }
        optimizer.step(learningRate: 0.01)
      }
    }
    let straight = parameters()
    run(straight, kind.optimizer(straight), 0..<10)

    let first = parameters()
    let stopped = kind.optimizer(first)
    run(first, stopped, 0..<5)
    try WeightFile(tensors: stopped.state).write(to: folder / "state")
    let second = parameters()
    for (old, new) in zip(first, second) { new.value = old.value }
    let resumed = kind.optimizer(second)
    try resumed.restore(try WeightFile.read(folder / "state").tensors)
    run(second, resumed, 5..<10)
    #expect(straight.map(\.value) == second.map(\.value))
  }

  @Test(arguments: Kind.allCases)
  func aStateThatDoesNotFitIsRefusedAndChangesNothing(_ kind: Kind) throws {
    let parameter = Parameter(name: "a", value: Tensor(shape: [2], [1, 2]))
    let optimizer = kind.optimizer([parameter])
    parameter.gradient = Tensor(shape: [2], [1, 1])
    optimizer.step(learningRate: 0.1)
    let before = optimizer.state
    for name in before.keys {
      var missing = before
      missing[name] = nil
      #expect(throws: FileError.self) { try optimizer.restore(missing) }
      var wrong = before
      wrong[name] = Tensor(shape: [3])
      #expect(throws: FileError.self) { try optimizer.restore(wrong) }
    }
    #expect(optimizer.state == before)
    for step in [Float.nan, -1, .infinity, 1e30] {
      var wrong = before
      wrong["step"] = Tensor(shape: [2], [step, 0])
      #expect(throws: FileError.self) { try optimizer.restore(wrong) }
    }
    #expect(optimizer.state == before)
  }
}

@Suite struct GradientClippingTests {
  @Test func normAndClippedGradientsArePyTorchs() throws {
    let parameters = try ["first", "second"].map { name in
      let gradient = try Golden.recurrent("clip.\(name)")
      let parameter = Parameter(name: name, value: Tensor(shape: gradient.shape))
      parameter.gradient = gradient
      return parameter
    }
    let norm = GradientClipping.clipGlobalNorm(parameters, to: 1.5)
    #expect(abs(norm - (try Golden.recurrent("clip.norm"))[0]) < 1e-5)
    for parameter in parameters {
      let expected = try Golden.recurrent("clip.\(parameter.name)_clipped")
      #expect(parameter.gradient.relativeDifference(from: expected) < 1e-6)
    }
  }

  @Test func smallGradientsAndGradientsThatAreNotFiniteStayAsTheyAre() {
    let parameter = Parameter(name: "a", value: Tensor(shape: [2]))
    parameter.gradient = Tensor(shape: [2], [0.3, 0.4])
    #expect(abs(GradientClipping.clipGlobalNorm([parameter], to: 1) - 0.5) < 1e-6)
    #expect(parameter.gradient.values == [0.3, 0.4])
    parameter.gradient = Tensor(shape: [2], [.infinity, 4])
    #expect(GradientClipping.clipGlobalNorm([parameter], to: 1) == .infinity)
    #expect(parameter.gradient.values == [.infinity, 4])
  }
}

@Suite struct WeightAveragingTests {
  @Test func theStartIsForgottenAndTheMemoryGrowsToItsLimit() {
    let average = Parameter(name: "a", value: Tensor(shape: [1], [100]))
    let weight = Parameter(name: "w", value: Tensor(shape: [1], [2]))
    WeightAveraging.move([average], towards: [weight], decay: 0.5, step: 0)
    #expect(average.value.values == [2])
    weight.value[0] = 4
    WeightAveraging.move([average], towards: [weight], decay: 0.5, step: 10)
    #expect(average.value.values == [3])
    WeightAveraging.move([average], towards: [weight], decay: 0.5, step: 1000)
    #expect(average.value.values == [3.5])
  }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One of the ways in which a clip speaks of an emotion, each measured and judged by a part of the model.
///
/// Open, so that a further branch is a further value; what a model has is said by its branches, in order.
public struct Branch: Sendable, Hashable {
  /// Name in JSON, CSV and weight files, such as `video`.
  public let name: String
  /// What people call it, such as `picture`.
  public let noun: String

  /// A branch from its names.
  public init(name: String, noun: String) {
    self.name = name
    self.noun = noun
  }

  /// The picture: faces over time.
  public static let video = Branch(name: "video", noun: "picture")
  /// The sound.
  public static let audio = Branch(name: "audio", noun: "sound")
  /// The branches of the models that this program trains, in their order.
  public static let standard = [video, audio]

  /// The branch called `name`; one that is not among the standard ones is called so by people too.
  public init(named name: String) {
    self = Self.standard.first { $0.name == name } ?? Branch(name: name, noun: name)
  }
}

extension Collection<Branch> {
  /// What people call them together: `picture and sound`, or `picture, sound and more`.
  package var nouns: String {
    let words = map(\.noun)
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and \(last)"
  }
}

/// Values of some branches, in the order of the branches.
///
/// Encodes as an object whose keys are the branches' names.
public struct PerBranch<Value> {
  /// The branches that have a value, and their values.
  public private(set) var entries: [(branch: Branch, value: Value)]

  /// Values of branches, each of which is there once.
  public init(_ entries: [(branch: Branch, value: Value)] = []) {
    precondition(
      Set(entries.map(\.branch)).count == entries.count, "a branch is there more than once")
    self.entries = entries
  }

  /// Values computed for each of some branches; those for which there is none are left out.
  public init(_ branches: [Branch], _ value: (Branch) throws -> Value?) rethrows {
    self.init(try branches.compactMap { branch in try value(branch).map { (branch, $0) } })
  }

  /// The branches that have a value, in order.
  public var branches: [Branch] { entries.map(\.branch) }

  /// The values in the order of the branches.
  public var values: [Value] { entries.map(\.value) }

  /// Whether no branch has a value.
  public var isEmpty: Bool { entries.isEmpty }

  /// A branch's value; nil when it has none. A new branch comes last.
  public subscript(branch: Branch) -> Value? {
    get { entries.first { $0.branch == branch }?.value }
    set {
      let place = entries.firstIndex { $0.branch == branch }
      switch (place, newValue) {
      case (let place?, let value?): entries[place].value = value
      case (let place?, nil): entries.remove(at: place)
      case (nil, let value?): entries.append((branch, value))
      case (nil, nil): break
      }
    }
  }

  /// The values after a function, in the same order.
  public func map<Other>(_ transform: (Value) throws -> Other) rethrows -> PerBranch<Other> {
    PerBranch<Other>(try entries.map { ($0.branch, try transform($0.value)) })
  }
}

extension PerBranch: Sendable where Value: Sendable {}

extension PerBranch: Equatable where Value: Equatable {
  /// Whether both have equal values of the same branches, in the same order.
  public static func == (left: PerBranch, right: PerBranch) -> Bool {
    left.branches == right.branches && left.values == right.values
  }
}

extension PerBranch: Encodable where Value: Encodable {
  /// Writes an object with the branches' names as keys.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: BranchKey.self)
    for (branch, value) in entries { try container.encode(value, forKey: BranchKey(branch)) }
  }
}

extension PerBranch: Decodable where Value: Decodable {
  /// Reads an object; the standard branches come first, others by name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: BranchKey.self)
    let standard = Branch.standard.map(\.name)
    let names = container.allKeys.map(\.stringValue)
    let order = standard.filter(names.contains) + names.filter { !standard.contains($0) }.sorted()
    self.init(
      try order.map { name in
        let branch = Branch(named: name)
        return (branch, try container.decode(Value.self, forKey: BranchKey(branch)))
      })
  }
}

private struct BranchKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ branch: Branch) { stringValue = branch.name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

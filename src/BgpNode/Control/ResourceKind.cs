namespace BgpNode.Control;

/// <summary>One kind of resource.</summary>
/// <param name="Name">As written in <c>kind:</c>.</param>
/// <param name="Plural">As in Calico's keys.</param>
/// <param name="Namespaced">Whether a name needs a namespace beside it.</param>
public sealed record ResourceKind(string Name, string Plural, bool Namespaced);

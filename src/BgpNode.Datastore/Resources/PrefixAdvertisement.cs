using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>Communities for what is announced from inside a prefix.</summary>
/// <param name="Cidr">The prefix.</param>
/// <param name="Communities">Names of <see cref="BgpConfigurationSpec.Communities"/>, or values.</param>
public sealed record PrefixAdvertisement(Prefix Cidr, EquatableList<string> Communities);

namespace BgpNode.Datastore.Resources;

/// <summary>Where a password is kept: <c>secretKeyRef</c>, mapped to a credential or file on a host without Kubernetes.</summary>
public sealed record SecretKeyRef(string Name, string Key);

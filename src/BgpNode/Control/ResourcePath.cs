using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace BgpNode.Control;

/// <summary>The path of one resource: <c>/v1/resources/{kind}/{name}</c>, with the namespace between for kinds that have one.</summary>
internal static class ResourcePath
{
    /// <summary>Null when kind and namespace fit together, else the refusal to answer with.</summary>
    public static IResult? Judge(string kind, string? space, string name, [NotNull] out ResourceKind? known)
    {
        if (!ResourceKinds.TryResolve(kind, out known))
        {
            known = ResourceKinds.All[0];
            return ControlApi.UnknownKind(kind);
        }

        return known.Namespaced == space is not null ? null
            : known.Namespaced ? Answer.BadRequest($"a {known.Name} has a namespace", $"ask /v1/resources/{known.Plural}/default/{name}")
            : Answer.BadRequest($"a {known.Name} has no namespace", $"ask /v1/resources/{known.Plural}/{name}");
    }
}

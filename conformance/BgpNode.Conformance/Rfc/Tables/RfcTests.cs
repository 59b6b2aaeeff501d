using System.Reflection;
using System.Runtime.Loader;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance.Rfc.Tables;

/// <summary>All tests that name a section of an RFC, by their traits.</summary>
internal static class RfcTests
{
    public static IReadOnlyList<RfcTest> All { get; } = [.. Of(typeof(RfcTests).Assembly, isUnit: false), .. Of(UnitTests(), isUnit: true)];

    // .../bin/BgpNode.Conformance/release/ and .../bin/BgpNode.Tests/release/
    private static Assembly UnitTests()
    {
        string own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string folder = Path.GetFullPath(Path.Combine(own, "..", "..", "BgpNode.Tests", Path.GetFileName(own)));
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, $"{name.Name}.dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        return AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(folder, "BgpNode.Tests.dll"));
    }

    private static IEnumerable<RfcTest> Of(Assembly assembly, bool isUnit) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.GetCustomAttribute<FactAttribute>() is not null
        from test in Of(type, method, isUnit)
        select test;

    private static IEnumerable<RfcTest> Of(Type type, MethodInfo method, bool isUnit)
    {
        (string Name, string[] Rules)[] rows = [.. Rows(type, method)];
        string[] rules = [.. type.GetCustomAttributes<RfcAttribute>().Concat(method.GetCustomAttributes<RfcAttribute>()).Select(rfc => $"{rfc.Number} §{rfc.Section}")];
        return (rows.Length == 0 ? [("", [])] : rows).SelectMany(row =>
            rules.Concat(row.Rules).Distinct().Select(rule => new RfcTest(rule, type.Name, method.Name, row.Name, isUnit)));
    }

    private static IEnumerable<(string Name, string[] Rules)> Rows(Type type, MethodInfo method)
    {
        foreach (InlineDataAttribute inline in method.GetCustomAttributes<InlineDataAttribute>())
        {
            yield return (string.Join(", ", inline.Data.Select(value => value?.ToString())), []);
        }

        foreach (MemberDataAttribute member in method.GetCustomAttributes<MemberDataAttribute>())
        {
            object? data = type.GetProperty(member.MemberName, BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
            foreach (ITheoryDataRow row in (data as IEnumerable<ITheoryDataRow>) ?? [])
            {
                yield return (row.GetData()[0]?.ToString() ?? "", row.Traits?.GetValueOrDefault("RFC")?.ToArray() ?? []);
            }
        }
    }
}

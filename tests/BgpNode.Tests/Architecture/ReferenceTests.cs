using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Xunit;

namespace BgpNode.Tests.Architecture;

/// <summary>Holds the picture of src/ARCHITECTURE.md: references reach downwards only.</summary>
public class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["BgpNode.Net"] = [],
        ["BgpNode.Protocol"] = ["BgpNode.Net"],
        ["BgpNode.Routing"] = ["BgpNode.Protocol"],
        ["BgpNode.Speaker"] = ["BgpNode.Routing"],
        ["BgpNode.Kernel"] = ["BgpNode.Net"],
        ["BgpNode.Datastore"] = ["BgpNode.Net"],
        ["BgpNode.Reconciler"] = ["BgpNode.Datastore", "BgpNode.Kernel", "BgpNode.Speaker"],
        ["BgpNode"] = ["BgpNode.Reconciler"],
    };

    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["BgpNode.Net"] = [],
        ["BgpNode.Protocol"] = [],
        ["BgpNode.Routing"] = [],
    };

    [Fact]
    public void Every_project_refers_only_to_the_rooms_below_it()
    {
        string src = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "src");
        string[] projects = Directory.GetFiles(src, "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(Allowed.Keys.Order(), projects.Select(p => Path.GetFileNameWithoutExtension(p)!).Order());
        foreach (string path in projects)
        {
            string name = Path.GetFileNameWithoutExtension(path);
            var project = XDocument.Load(path);
            Assert.Equal(Allowed[name], Includes(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r)!));
            if (Packages.TryGetValue(name, out string[]? packages))
            {
                Assert.Equal(packages, Includes(project, "PackageReference"));
            }
        }
    }

    private static IEnumerable<string> Includes(XDocument project, string element) =>
        project.Descendants(element).Select(e => e.Attribute("Include")!.Value);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

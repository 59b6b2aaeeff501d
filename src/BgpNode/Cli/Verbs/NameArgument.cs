using System.CommandLine;

namespace BgpNode.Cli.Verbs;

/// <summary>Names on the command line.</summary>
internal static class NameArgument
{
    /// <summary>Refuses what was meant as an option: the library takes an unknown one for the next argument.</summary>
    public static Argument<T> NoOption<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value.StartsWith('-'))
            {
                result.AddError($"there is no option '{result.Tokens[0].Value}'");
            }
        });
        return argument;
    }
}
